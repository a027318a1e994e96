package io.cistern.application.commit;

import io.cistern.application.port.CommitLog;
import io.cistern.application.port.CommitLog.CaughtUp;
import io.cistern.application.port.CommitLog.Unretired;
import io.cistern.application.port.HeldLock;
import io.cistern.application.port.Staging;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.journal.LogRecord;
import io.cistern.domain.journal.RecordGroup;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Brings this process and the disk to the end of the log, before the first write of every exclusive section (invariant
 * I5): publishes what a dead process committed, then removes what it had only staged. May be cut anywhere and repeated.
 */
final class CatchUp {
  private final CommitLog log;
  private final Staging staging;
  private final Publisher publisher;
  private final Consumer<Recovery> report;

  /** Written under the mirror lock only. */
  private boolean roomGivenBack;

  /**
   * @param report told whenever there was something to do; runs under the lock, so it only takes note
   */
  CatchUp(CommitLog log, Staging staging, Publisher publisher, Consumer<Recovery> report) {
    this.log = log;
    this.staging = staging;
    this.publisher = publisher;
    this.report = report;
  }

  void run(HeldLock held) {
    CaughtUp caughtUp = withRoom(held, () -> log.catchUp(held));
    List<Unretired> due = log.unretired();
    if (!due.isEmpty()) {
      withRoom(held, () -> publisher.finish(held, due));
    }
    int reaped = caughtUp.movedOn() ? withRoom(held, () -> staging.reap(held)) : 0;
    Recovery recovery = new Recovery(due.size(), reaped, caughtUp.evidence());
    if (!recovery.nothing()) {
      report.accept(recovery);
    }
    if (recovery.rolledForward() + recovery.rolledBack() > 0) {
      remember(held, recovery);
    }
    if (caughtUp.movedOn() || roomGivenBack) {
      log.keepRoom(held);
      roomGivenBack = false;
    }
  }

  /**
   * A full disk must not keep a mirror from being recovered: else nothing could be removed from it, which is what gives
   * room back. Each of these can be repeated, as often as there is room to be given back.
   */
  private <T> T withRoom(HeldLock held, Supplier<T> work) {
    while (true) {
      try {
        return work.get();
      } catch (CisternException failed) {
        if (!(failed.failure() instanceof Failure.LocalDiskFull) || !log.giveRoomBack(held)) {
          throw failed;
        }
        roomGivenBack = true;
      }
    }
  }

  /** For {@code status}. A full disk must not stop what has been finished from being finished. */
  private void remember(HeldLock held, Recovery recovery) {
    try {
      log.append(
          held, List.of(RecordGroup.of(new LogRecord.Recovered(recovery.rolledForward(), recovery.rolledBack()))));
      publisher.finish(held, log.unretired());
    } catch (CisternException failed) {
      if (!(failed.failure() instanceof Failure.LocalDiskFull)) {
        throw failed;
      }
    }
  }
}
