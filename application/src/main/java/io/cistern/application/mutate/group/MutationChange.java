package io.cistern.application.mutate.group;

import io.cistern.application.commit.Change;
import io.cistern.application.mutate.Standing;
import io.cistern.application.mutate.group.MutationResult.Conflict;
import io.cistern.application.port.Manifest;
import io.cistern.domain.change.AddDecision;
import io.cistern.domain.change.AddPolicy;
import io.cistern.domain.change.DropPolicy;
import io.cistern.domain.change.DropPolicy.Drop;
import io.cistern.domain.change.Refusal;
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
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All paths of a mutation as one group, decided under the lock: if one of them is not as it was declared, none is. */
final class MutationChange implements Change {
  private final Collection<Declared> dropped;
  private final Collection<Declared> written;
  private final Map<WorkspacePath, StagedContent> staged;
  private final Standing standing;
  private final List<Conflict> conflicts = new ArrayList<>();
  private final List<LogRecord> records = new ArrayList<>();

  /**
   * @param dropped children before parents, before everything that is written
   */
  MutationChange(
      Collection<Declared> dropped, Collection<Declared> written, SortedMap<WorkspacePath, StagedContent> staged,
      Standing standing) {
    this.dropped = dropped;
    this.written = written;
    this.staged = staged;
    this.standing = standing;
  }

  List<Conflict> conflicts() {
    return conflicts;
  }

  @Override
  public Set<String> names() {
    return Stream.concat(dropped.stream(), written.stream())
        .map(one -> one.path().value())
        .collect(Collectors.toUnmodifiableSet());
  }

  @Override
  public Optional<RecordGroup> decide(Manifest manifest) {
    conflicts.clear();
    records.clear();
    for (Declared one : dropped) {
      if (stillThere(one, manifest)) {
        drop(one);
      }
    }
    for (Declared one : written) {
      if (stillThere(one, manifest)) {
        write(one);
      }
    }
    return conflicts.isEmpty() && !records.isEmpty() ? Optional.of(new RecordGroup(records)) : Optional.empty();
  }

  private boolean stillThere(Declared one, Manifest manifest) {
    boolean known = one.stillKnownAs(manifest.find(one.path().value()));
    boolean same = known && standing.holds(one.path(), one.there());
    if (!same) {
      refuse(one, Refusal.CHANGED_HERE, known
          ? "what lies there changed since it was declared"
          : "another change was committed since it was declared");
    }
    return same;
  }

  private void drop(Declared one) {
    switch (DropPolicy.decide(one.entry(), one.there())) {
      case Drop.Gone() -> {}
      case Drop.Trash(Expected expected, Optional<PathEntry> after) -> records.add(new LogRecord.Switched(
          new Publication(one.path(), expected, new Target.Nothing()), after, Origin.MUTATION));
      case Drop.Note(Optional<PathEntry> after) -> records.add(after
          .<LogRecord>map(entry -> new LogRecord.Noted(entry, Origin.MUTATION))
          .orElseGet(() -> new LogRecord.Forgotten(one.path().value(), Origin.MUTATION)));
      case Drop.Refused(Refusal reason, String why) -> refuse(one, reason, why);
    }
  }

  private void write(Declared one) {
    StagedContent content = Optional.ofNullable(staged.get(one.path())).orElseThrow();
    AddPolicy.Wanted wanted = new AddPolicy.Wanted(one.path(), content.hash(), content.size(), false);
    switch (AddPolicy.decide(wanted, one.entry(), one.there())) {
      case AddDecision.Known() -> {}
      case AddDecision.Publish(Expected expected, PathEntry after, boolean _) -> records.add(new LogRecord.Switched(
          new Publication(one.path(), expected, new Target.Bytes(content)), Optional.of(after), Origin.MUTATION));
      case AddDecision.Register(PathEntry after, boolean _) ->
        records.add(new LogRecord.Noted(after, Origin.MUTATION));
      case AddDecision.Edited _ -> refuse(one, Refusal.CHANGED_HERE, "a person changed it, and nobody looked yet");
      case AddDecision.Refused(Refusal reason, String why) -> refuse(one, reason, why);
    }
  }

  private void refuse(Declared one, Refusal reason, String why) {
    conflicts.add(new Conflict(one.path(), reason, why));
  }
}
