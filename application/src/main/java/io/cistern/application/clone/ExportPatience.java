package io.cistern.application.clone;

import io.cistern.domain.time.Deadline;
import io.cistern.domain.time.Patience;
import java.time.Instant;

/** How long an export may go without a committed file; ends with its cycle. Safe for use by many threads. */
final class ExportPatience implements Patience {
  private static final Deadline PASSED = new Deadline(Instant.MIN);

  private final CloneRun run;
  private volatile Deadline own;
  private volatile boolean over;

  ExportPatience(CloneRun run) {
    this.run = run;
    this.own = fresh();
  }

  /** A file is committed: the time starts again. */
  void committed() {
    own = fresh();
    run.liveness().sawLife();
  }

  /** Nobody waits for the export any more. */
  void end() {
    over = true;
  }

  @Override
  public Deadline deadline() {
    return over ? PASSED : own.orEarlier(run.patience().deadline());
  }

  @Override
  public void sawLife() {
    run.liveness().sawLife();
  }

  private Deadline fresh() {
    return Deadline.after(run.clock().instant(), run.settings().times().export());
  }
}
