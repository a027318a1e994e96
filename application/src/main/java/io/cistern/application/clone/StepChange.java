package io.cistern.application.clone;

import io.cistern.application.commit.Change;
import io.cistern.application.port.Manifest;
import io.cistern.domain.bootstrap.BootstrapStep;
import io.cistern.domain.journal.LogRecord;
import io.cistern.domain.journal.RecordGroup;
import java.util.Optional;
import java.util.Set;

/** A step of the bootstrap by itself. */
record StepChange(BootstrapStep step) implements Change {
  @Override
  public Set<String> names() {
    return Set.of(BOOTSTRAP);
  }

  @Override
  public Optional<RecordGroup> decide(Manifest manifest) {
    return Optional.of(RecordGroup.of(new LogRecord.BootstrapMoved(step)));
  }
}
