package io.cistern.application.mutate;

import io.cistern.application.commit.Change;
import io.cistern.application.port.Manifest;
import io.cistern.domain.journal.LogRecord;
import io.cistern.domain.journal.RecordGroup;
import io.cistern.domain.manifest.PathEntry;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Records that were planned outside the lock; all of them, or none when the manifest no longer says of some path what the
 * plan was made on.
 *
 * @param basis what the manifest said of each path, by name
 */
record PlannedChange(Map<String, Optional<PathEntry>> basis, List<LogRecord> records) implements Change {
  @Override
  public Set<String> names() {
    return basis.keySet();
  }

  @Override
  public Optional<RecordGroup> decide(Manifest manifest) {
    boolean current = basis.entrySet().stream()
        .allMatch(path -> manifest.find(path.getKey()).equals(path.getValue()));
    return current ? Optional.of(new RecordGroup(records)) : Optional.empty();
  }
}
