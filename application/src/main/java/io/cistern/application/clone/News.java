package io.cistern.application.clone;

import io.cistern.application.clone.CloneReport.Counts;
import io.cistern.domain.bootstrap.BootstrapProgress;
import io.cistern.domain.bootstrap.BootstrapStep;
import io.cistern.domain.journal.LogRecord;
import io.cistern.domain.journal.Origin;
import io.cistern.domain.sync.RemoteFact;
import io.cistern.domain.sync.SyncPolicy.Basis;
import java.util.List;
import java.util.function.Function;

/**
 * What is to be applied as one group.
 *
 * @param facts one per name
 * @param steps the progress that these facts stand for (invariants I2 and I6), given what the facts did to paths
 * @param basis what tells whether a fact is news
 * @param origin which kind of work brought them
 */
record News(List<RemoteFact> facts, Function<Counts, List<LogRecord>> steps, Basis basis, Origin origin) {
  News {
    facts = List.copyOf(facts);
  }

  /** Progress without a fact. */
  static News of(LogRecord... steps) {
    List<LogRecord> records = List.of(steps);
    return new News(List.of(), counts -> records, Basis.REVISION, Origin.CLONE);
  }

  /** A step without a fact. */
  static News of(BootstrapStep step) {
    return of(new LogRecord.BootstrapMoved(step));
  }

  /** A listing has come to its end: everything up to its tip is applied, so the watermark is there from now on. */
  static News listed(BootstrapProgress progress) {
    LogRecord listed = new LogRecord.BootstrapMoved(new BootstrapStep.Listed());
    return progress.tip().map(tip -> of(listed, new LogRecord.CursorMoved(tip))).orElseGet(() -> of(listed));
  }

  /** Some of the facts, without the progress. */
  News part(List<RemoteFact> some) {
    return new News(some, counts -> List.of(), basis, origin);
  }

  /** All of the progress, with these facts. */
  News rest(List<RemoteFact> some) {
    return new News(some, steps, basis, origin);
  }
}
