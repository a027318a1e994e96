package io.cistern.application.inspect;

import io.cistern.application.commit.Change;
import io.cistern.application.port.Manifest;
import io.cistern.domain.journal.LogRecord;
import io.cistern.domain.journal.Origin;
import io.cistern.domain.journal.RecordGroup;
import io.cistern.domain.manifest.PathEntry;
import java.util.Optional;
import java.util.Set;

/** Writes down a file that nobody had looked at, unless somebody has done so meanwhile. */
record NewFile(PathEntry after) implements Change {
  @Override
  public Set<String> names() {
    return Set.of(after.name());
  }

  @Override
  public Optional<RecordGroup> decide(Manifest manifest) {
    return manifest.find(after.name()).isPresent()
        ? Optional.empty()
        : Optional.of(RecordGroup.of(new LogRecord.Noted(after, Origin.LOCAL)));
  }
}
