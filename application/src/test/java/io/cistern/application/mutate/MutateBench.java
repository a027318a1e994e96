package io.cistern.application.mutate;

import io.cistern.application.concurrent.StopSignal;
import io.cistern.application.inspect.VerifyRequest;
import io.cistern.application.testing.Bench;
import io.cistern.domain.journal.Sequence;
import io.cistern.domain.placeholder.Selection;
import io.cistern.domain.sync.MassRemoval;
import io.cistern.domain.trash.TrashRule;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A mirror whose files are here, and the changes that can be made to it. */
final class MutateBench {
  final Bench bench = new Bench();
  MassRemoval mass = MassRemoval.DEFAULT;
  TrashRule trash = TrashRule.DEFAULT;

  static MutateBench holding(String... names) {
    MutateBench made = new MutateBench();
    for (String name : names) {
      made.bench.remote().put(name, "content of " + name);
    }
    made.bench.cloned();
    made.bench.hydrated(new Selection.Everything());
    made.bench.verified(VerifyRequest.ALL);
    return made;
  }

  MutateBench alsoPlaceholder(String name) {
    bench.remote().put(name, "content of " + name);
    bench.cloned();
    return this;
  }

  RemoveFiles removeFiles() {
    return new RemoveFiles(bench.mirror().commits(), bench.mirror().manifest(), bench.mirror().tree(), mass);
  }

  MoveFiles moveFiles() {
    return new MoveFiles(bench.mirror().commits(), bench.mirror().manifest(), bench.mirror().tree());
  }

  Undo undo() {
    return new Undo(
        bench.mirror().commits(), bench.mirror().manifest(), bench.mirror().history(), bench.mirror().tree(),
        bench.mirror().staging(), bench.mirror().trash(), bench.clock());
  }

  Undo undo(int most) {
    return new Undo(
        bench.mirror().commits(), bench.mirror().manifest(), bench.mirror().history(), bench.mirror().tree(),
        bench.mirror().staging(), bench.mirror().trash(), bench.clock(), most);
  }

  ChangeReport removed(String... names) {
    return then(removeFiles().remove(List.of(names), Optional.empty(), new StopSignal()));
  }

  ChangeReport moved(String from, String to) {
    return then(moveFiles().move(from, to, new StopSignal()));
  }

  ChangeReport undone() {
    return then(undo().undo(Optional.empty()));
  }

  ChangeReport undone(long which) {
    return then(undo().undo(Optional.of(new Sequence(which))));
  }

  int tidied() {
    return new TidyTrash(bench.mirror().commits(), bench.mirror().trash(), trash, bench.clock()).tidy();
  }

  private ChangeReport then(ChangeReport report) {
    bench.clock().advance(Duration.ofSeconds(1));
    return report;
  }
}
