package io.cistern.it.crash;

import io.cistern.application.MirrorParts;
import io.cistern.application.commit.Commits;
import io.cistern.application.concurrent.StopSignal;
import io.cistern.application.inspect.LocalChanges;
import io.cistern.application.mutate.ChangeParts;
import io.cistern.application.mutate.ChangeReport;
import io.cistern.application.mutate.MoveFiles;
import io.cistern.application.mutate.RemoveFiles;
import io.cistern.application.mutate.TidyTrash;
import io.cistern.application.mutate.Undo;
import io.cistern.application.mutate.add.AddFiles;
import io.cistern.application.mutate.add.AddItem;
import io.cistern.application.mutate.add.AddOutcome;
import io.cistern.application.mutate.add.AddRequest;
import io.cistern.application.mutate.add.AddRoot;
import io.cistern.application.mutate.add.AddSettings;
import io.cistern.application.port.LocalSource;
import io.cistern.application.port.Progress;
import io.cistern.application.testing.ManualClock;
import io.cistern.application.testing.MemorySource;
import io.cistern.domain.sync.MassRemoval;
import io.cistern.domain.trash.TrashRule;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The verbs that change a mirror here, in one process of a simulated disk. */
record LocalEdits(MirrorParts parts, Commits commits) {
  static LocalEdits of(SimMirror mirror) {
    return new LocalEdits(mirror.parts(), mirror.commits());
  }

  /** A story of one verb: what it asks for, and how. */
  static Story asking(Map<String, Optional<String>> wanted, Function<LocalEdits, ChangeReport> verb) {
    return (disk, ledger) -> of(SimMirror.open(disk, "A")).change(ledger, wanted, verb);
  }

  /** Has a verb make a change of which the ledger is told. */
  void change(Ledger ledger, Map<String, Optional<String>> wanted, Function<LocalEdits, ChangeReport> verb) {
    Ledger.Begun begun = ledger.begin(wanted);
    if (verb.apply(this).at().isPresent()) {
      begun.acknowledged();
    }
  }

  /** Adds one file, or replaces what is there. */
  void add(Ledger ledger, String path, String text) {
    Ledger.Begun begun = ledger.begin(Map.of(path, Optional.of(text)));
    LocalSource source = new MemorySource(new ManualClock()).file(path.substring(1), text);
    ChangeParts ports = new ChangeParts(
        parts.manifest(), parts.identity(), parts.tree(), parts.staging(), parts.spool(), parts.clock(),
        parts.pauses());
    new AddFiles(commits, ports, new AddSettings(1)).add(
        AddRequest.of(List.of(new AddRoot(source, "", "", false))), (AddItem item) -> {
          if (!(item.outcome() instanceof AddOutcome.Failed)) {
            begun.acknowledged();
          }
        }, Progress.silent(), new StopSignal());
  }

  ChangeReport remove(String... names) {
    return new RemoveFiles(commits, parts.manifest(), parts.tree(), MassRemoval.DEFAULT)
        .remove(List.of(names), Optional.empty(), new StopSignal());
  }

  ChangeReport move(String from, String to) {
    return new MoveFiles(commits, parts.manifest(), parts.tree()).move(from, to, new StopSignal());
  }

  ChangeReport undo() {
    return new Undo(
        commits, parts.manifest(), parts.history(), parts.tree(), parts.staging(), parts.trash(), parts.clock())
        .undo(Optional.empty());
  }

  int tidy(TrashRule rule) {
    return new TidyTrash(commits, parts.trash(), rule, parts.clock()).tidy();
  }

  /** Looks at everything that is visible, and writes down what it finds. */
  void look() {
    new LocalChanges(parts.reader(), commits, parts.tree()).recordAll("/", Progress.silent(), new StopSignal());
  }
}
