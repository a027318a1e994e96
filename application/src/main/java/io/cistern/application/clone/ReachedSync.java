package io.cistern.application.clone;

import io.cistern.application.commit.Change;
import io.cistern.application.port.Manifest;
import io.cistern.domain.journal.LogRecord;
import io.cistern.domain.journal.RecordGroup;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** Everything that the remote had at a moment is applied; written down for {@code status}. */
record ReachedSync(Instant asOf) implements Change {
  @Override
  public Set<String> names() {
    return Set.of(Change.BOOTSTRAP);
  }

  @Override
  public Optional<RecordGroup> decide(Manifest manifest) {
    boolean newer = manifest.landmarks().inSyncAsOf().map(known -> known.isBefore(asOf)).orElse(true);
    return newer ? Optional.of(RecordGroup.of(new LogRecord.InSync(asOf))) : Optional.empty();
  }
}
