package io.cistern.application.mutate.add;

import io.cistern.application.concurrent.StopSignal;
import io.cistern.application.mutate.ChangeParts;
import io.cistern.application.port.FilePreparer;
import io.cistern.application.port.MirrorIdentity;
import io.cistern.application.port.Progress;
import io.cistern.application.testing.Bench;
import io.cistern.application.testing.InMemoryMirror;
import io.cistern.application.testing.MemorySource;
import io.cistern.application.testing.MemorySpool;
import io.cistern.domain.change.Refusal;
import io.cistern.domain.time.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** A mirror in memory and a directory whose files are added to it. */
final class AddBench {
  final Bench bench;
  final MemorySource source;
  final MemorySpool spool = new MemorySpool();
  final List<AddItem> items = new ArrayList<>();
  StopSignal stop = new StopSignal();
  FilePreparer preparer = FilePreparer.IDENTITY;
  int jobs = 2;
  MirrorIdentity identity = InMemoryMirror.identity();

  AddBench() {
    this(new Bench());
  }

  private AddBench(Bench bench) {
    this.bench = bench;
    this.source = new MemorySource(bench.clock());
    bench.cloned();
  }

  AddBench another() {
    return new AddBench(bench.another());
  }

  InMemoryMirror mirror() {
    return bench.mirror();
  }

  AddFiles addFiles() {
    ChangeParts parts = new ChangeParts(
        mirror().manifest(), identity, mirror().tree(), mirror().staging(), spool, bench.clock(), bench.pauses());
    return new AddFiles(mirror().commits(), parts, new AddSettings(jobs));
  }

  AddRequest request(String directory) {
    return new AddRequest(List.of(new AddRoot(source, "", directory, false)), preparer, Deadline.NEVER);
  }

  /** Adds the whole source under the mirror's root. */
  AddReport add() {
    return add(request(""));
  }

  AddReport add(AddRequest request) {
    items.clear();
    AddReport report = addFiles().add(request, items::add, Progress.silent(), stop);
    bench.clock().advance(Duration.ofSeconds(1));
    return report;
  }

  /** What lies in staging once everything that is committed is tidied up. */
  Set<String> leftStaged() {
    mirror().commits().close();
    return mirror().stagedNames();
  }

  /** What the last run told, by path, in a word. */
  Map<String, String> words() {
    Map<String, String> words = new TreeMap<>();
    items.forEach(item -> words.put(item.path(), word(item.outcome())));
    return words;
  }

  static String word(AddOutcome outcome) {
    return switch (outcome) {
      case AddOutcome.Added _ -> "added";
      case AddOutcome.Replaced _ -> "replaced";
      case AddOutcome.Skipped() -> "skipped";
      case AddOutcome.Failed(Refusal reason, var _) -> reason.name();
    };
  }
}
