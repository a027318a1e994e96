package io.cistern.application.clone;

import io.cistern.domain.journal.LogRecord;
import io.cistern.domain.journal.Origin;
import io.cistern.domain.sync.RemoteFact;
import java.util.List;

/**
 * What is to be applied as one group.
 *
 * @param facts one per name
 * @param steps the progress that these facts stand for (invariants I2 and I6)
 * @param origin which kind of work brought them
 */
record News(List<RemoteFact> facts, List<LogRecord> steps, Origin origin) {
  News {
    facts = List.copyOf(facts);
    steps = List.copyOf(steps);
  }

  /** Progress without a fact. */
  static News of(LogRecord... steps) {
    return new News(List.of(), List.of(steps), Origin.CLONE);
  }
}
