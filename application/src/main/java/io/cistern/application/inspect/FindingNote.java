package io.cistern.application.inspect;

import io.cistern.application.commit.Change;
import io.cistern.application.port.Manifest;
import io.cistern.domain.journal.LogRecord;
import io.cistern.domain.journal.Origin;
import io.cistern.domain.journal.RecordGroup;
import io.cistern.domain.manifest.PathEntry;
import java.util.Optional;
import java.util.Set;

/**
 * Writes a finding down, unless the path has changed since it was looked at.
 *
 * @param seen the entry the finding is about
 * @param after the entry with the finding
 */
record FindingNote(PathEntry seen, PathEntry after) implements Change {
  @Override
  public Set<String> names() {
    return Set.of(seen.name());
  }

  @Override
  public Optional<RecordGroup> decide(Manifest manifest) {
    return manifest.find(seen.name())
        .filter(seen::equals)
        .map(now -> RecordGroup.of(new LogRecord.Noted(after, Origin.VERIFY)));
  }
}
