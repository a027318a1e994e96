package io.cistern.application.mutate.add;

import io.cistern.application.commit.Change;
import io.cistern.application.mutate.Standing;
import io.cistern.application.port.Manifest;
import io.cistern.domain.change.AddDecision;
import io.cistern.domain.change.AddPolicy;
import io.cistern.domain.journal.LogRecord;
import io.cistern.domain.journal.Origin;
import io.cistern.domain.journal.RecordGroup;
import io.cistern.domain.manifest.PathEntry;
import io.cistern.domain.publish.Expected;
import io.cistern.domain.publish.Publication;
import io.cistern.domain.publish.StagedContent;
import io.cistern.domain.publish.Target;
import io.cistern.domain.workspace.WorkspacePath;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What one prepared unit wishes for, decided under the lock: are its sources still what was read, does what was looked at
 * still lie there, is some of it known by now? One group for all its members, or none.
 */
final class AddChange implements Change {
  private final List<Prepared.File> files;
  private final Companions companions;
  private final Optional<LogRecord> partOf;
  private final Standing standing;
  private List<AddDecision> decisions = List.of();
  private Verdict verdict = Verdict.DECIDED;

  /** What came of deciding. */
  enum Verdict {
    DECIDED,
    /** A source changed since it was read: prepare again. */
    SOURCE_CHANGED,
    /** What lies under a target's name changed since it was looked at: prepare again. */
    TARGET_CHANGED
  }

  /**
   * @param partOf what its group is a part of, where there are several
   */
  AddChange(
      List<Prepared.File> files, List<Companion> companions, Optional<LogRecord> partOf, Standing standing) {
    this.files = files;
    this.partOf = partOf;
    this.companions = new Companions(companions);
    this.standing = standing;
  }

  List<Prepared.File> files() {
    return files;
  }

  Verdict verdict() {
    return verdict;
  }

  /** One for each member, in order; none unless it was decided. */
  List<AddDecision> decisions() {
    return decisions;
  }

  @Override
  public Set<String> names() {
    return Stream.concat(targets(), companions.names()).collect(Collectors.toUnmodifiableSet());
  }

  @Override
  public Optional<RecordGroup> decide(Manifest manifest) {
    decisions = List.of();
    verdict = verdictNow();
    if (verdict != Verdict.DECIDED) {
      return Optional.empty();
    }
    List<AddDecision> now = new ArrayList<>();
    for (Prepared.File file : files) {
      now.add(companions.decide(file.candidate().target(), decide(file, manifest), manifest));
    }
    boolean unstaged = false;
    for (int i = 0; i < files.size(); i++) {
      unstaged |= now.get(i) instanceof AddDecision.Publish && files.get(i).staged().isEmpty();
    }
    if (unstaged) {
      verdict = Verdict.TARGET_CHANGED; // it was known when it was read, and is not any more
      return Optional.empty();
    }
    decisions = now;
    return group(now);
  }

  private Verdict verdictNow() {
    if (!files.stream().allMatch(Preparation::unchanged)) {
      return Verdict.SOURCE_CHANGED;
    }
    boolean there = files.stream().allMatch(file -> standing.holds(file.candidate().target(), file.there()))
        && companions.hold(standing);
    return there ? Verdict.DECIDED : Verdict.TARGET_CHANGED;
  }

  /** What goes to trash with the file that had this name. */
  Stream<WorkspacePath> displacedWith(WorkspacePath target) {
    return companions.displacedWith(target);
  }

  private Stream<String> targets() {
    return files.stream().map(file -> file.candidate().target().value());
  }

  static AddDecision decide(Prepared.File file, Manifest manifest) {
    boolean inPlace = file.identity().isEmpty();
    AddPolicy.Wanted wanted = new AddPolicy.Wanted(file.candidate().target(), file.hash(), file.size(), inPlace);
    return AddPolicy.decide(wanted, manifest.find(wanted.path().value()), file.there());
  }

  /** Whether some member cannot be added, which keeps the others from being added, too. */
  static boolean refuses(List<AddDecision> decisions) {
    return decisions.stream()
        .anyMatch(one -> one instanceof AddDecision.Edited || one instanceof AddDecision.Refused);
  }

  private Optional<RecordGroup> group(List<AddDecision> now) {
    boolean refused = refuses(now);
    List<LogRecord> records = new ArrayList<>();
    for (int i = 0; i < files.size(); i++) {
      record(files.get(i), now.get(i), refused).ifPresent(records::add);
    }
    if (!refused) {
      records.addAll(companions.records());
    }
    if (records.isEmpty()) {
      return Optional.empty();
    }
    partOf.ifPresent(records::addFirst);
    return Optional.of(new RecordGroup(records));
  }

  private static Optional<LogRecord> record(Prepared.File file, AddDecision decision, boolean refused) {
    return switch (decision) {
      case AddDecision.Publish(Expected expected, PathEntry after, boolean _) -> file.staged()
          .filter(_ -> !refused)
          .map(staged -> switched(file, expected, staged, after));
      case AddDecision.Register(PathEntry after, boolean _) ->
        Optional.<LogRecord>of(new LogRecord.Noted(after, Origin.ADD)).filter(_ -> !refused);
      case AddDecision.Edited(Optional<PathEntry> note) -> note.map(entry -> new LogRecord.Noted(entry, Origin.LOCAL));
      case AddDecision.Known(), AddDecision.Refused _ -> Optional.empty();
    };
  }

  private static LogRecord switched(
      Prepared.File file, Expected expected, StagedContent staged, PathEntry after) {
    return new LogRecord.Switched(
        new Publication(file.candidate().target(), expected, new Target.Bytes(staged)), Optional.of(after),
        Origin.ADD);
  }
}
