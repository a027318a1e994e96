package io.cistern.domain.journal;

import io.cistern.domain.failure.Invariant;
import io.cistern.domain.publish.Publication;
import io.cistern.domain.publish.Target;
import io.cistern.domain.workspace.WorkspacePath;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Facts that commit together: recovery applies all of them or none. No path is switched twice in one group.
 *
 * @param at when it was committed, by that machine's clock; only for people, who may set clocks. Empty before it is
 *     committed, and where nobody wrote it down
 */
public record RecordGroup(List<LogRecord> records, Optional<Instant> at) {
  public RecordGroup {
    records = List.copyOf(records);
    Invariant.check(!records.isEmpty(), "a group holds at least one record");
    Invariant.check(eachPathOnce(records), "F8: no path stands twice in a group");
    Invariant.check(movesHaveTwoEnds(records), "F18: a move speaks of both of its names, the new one first");
  }

  /** Not committed yet. */
  public RecordGroup(List<LogRecord> records) {
    this(records, Optional.empty());
  }

  public static RecordGroup of(LogRecord... records) {
    return new RecordGroup(List.of(records));
  }

  /** The same, committed at this moment, which is kept to the millisecond. */
  public RecordGroup at(Instant moment) {
    return new RecordGroup(records, Optional.of(moment.truncatedTo(ChronoUnit.MILLIS)));
  }

  /** The switches of visible names in it, in order. */
  public List<LogRecord.Switched> switches() {
    return records.stream()
        .filter(LogRecord.Switched.class::isInstance)
        .map(LogRecord.Switched.class::cast)
        .toList();
  }

  /** What it is a part of, if it is one of several groups that were asked for together. */
  public Optional<LogRecord.PartOf> whole() {
    return records.stream()
        .filter(LogRecord.PartOf.class::isInstance)
        .map(LogRecord.PartOf.class::cast)
        .findFirst();
  }

  /** The visible names it switches. */
  public Set<WorkspacePath> paths() {
    return switches().stream().map(record -> record.publication().path()).collect(Collectors.toUnmodifiableSet());
  }

  private static boolean movesHaveTwoEnds(List<LogRecord> records) {
    Map<WorkspacePath, WorkspacePath> open = new HashMap<>();
    for (LogRecord record : records) {
      if (record instanceof LogRecord.Switched(Publication publication, var _, var _)) {
        switch (publication.target()) {
          case Target.MovedFrom(WorkspacePath source, var _) -> open.put(source, publication.path());
          case Target.MovedTo(WorkspacePath destination) -> {
            if (!destination.equals(open.remove(publication.path()))) {
              return false;
            }
          }
          case Target.Placeholder _, Target.Bytes _,Target.Dehydrated _, Target.Nothing _ -> {}
        }
      }
    }
    return open.isEmpty();
  }

  /**
   * Whether it only gives room back, so that it may use what the log keeps for a full disk: names go, content is given
   * back, a recovery is told.
   */
  public boolean freesRoom() {
    return records.stream().allMatch(record -> switch (record) {
      case LogRecord.Switched switched -> freesRoom(switched.publication().target());
      case LogRecord.Forgotten _, LogRecord.Recovered _,LogRecord.PartOf _ -> true;
      case LogRecord.Noted _, LogRecord.BootstrapMoved _,LogRecord.CursorMoved _, LogRecord.InSync _,LogRecord.Pinned _, LogRecord.Unpinned _ ->
        false;
    });
  }

  private static boolean freesRoom(Target target) {
    return switch (target) {
      case Target.Nothing _, Target.Dehydrated _ -> true;
      case Target.Placeholder _, Target.Bytes _,Target.MovedFrom _, Target.MovedTo _ -> false;
    };
  }

  private static boolean eachPathOnce(List<LogRecord> records) {
    Set<WorkspacePath> seen = new HashSet<>();
    for (LogRecord record : records) {
      if (record instanceof LogRecord.Switched switched && !seen.add(switched.publication().path())) {
        return false;
      }
    }
    return true;
  }
}
