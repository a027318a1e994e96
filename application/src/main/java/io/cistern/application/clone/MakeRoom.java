package io.cistern.application.clone;

import io.cistern.application.commit.Change;
import io.cistern.application.port.Manifest;
import io.cistern.domain.journal.LogRecord;
import io.cistern.domain.journal.Origin;
import io.cistern.domain.journal.RecordGroup;
import io.cistern.domain.manifest.PathEntry;
import io.cistern.domain.manifest.PathState;
import io.cistern.domain.publish.Publication;
import io.cistern.domain.publish.Target;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Takes files off the names of directories that are about to come; a directory keeps its name. In a group of its own and
 * before the others, because no file can be created below a file.
 */
record MakeRoom(Set<String> names, Origin origin) implements Change {
  /** Whether nothing of a person's own lies under the name. */
  static boolean movable(PathEntry entry) {
    return entry.state() == PathState.PLACEHOLDER || entry.state() == PathState.HYDRATED;
  }

  @Override
  public Optional<RecordGroup> decide(Manifest manifest) {
    List<LogRecord> records = names.stream()
        .sorted()
        .map(manifest::find)
        .flatMap(Optional::stream)
        .filter(MakeRoom::movable)
        .map(this::moved)
        .toList();
    return records.isEmpty() ? Optional.empty() : Optional.of(new RecordGroup(records));
  }

  private LogRecord moved(PathEntry entry) {
    PathEntry after = (Outdated.is(entry) ? Outdated.unknown(entry) : entry)
        .withState(PathState.QUARANTINED)
        .withMemo(Optional.empty())
        .withReason(Optional.of("a directory has this name"));
    Publication publication = new Publication(entry.path(), NewsChange.expected(entry), new Target.Nothing());
    return new LogRecord.Switched(publication, Optional.of(after), origin);
  }
}
