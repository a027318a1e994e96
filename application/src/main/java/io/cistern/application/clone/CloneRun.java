package io.cistern.application.clone;

import io.cistern.application.concurrent.StopSignal;
import io.cistern.application.port.Progress;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.time.Deadline;
import java.time.InstantSource;
import java.util.OptionalLong;

/** What one run of {@code clone} carries along: how long it may take, who stops it, who watches it. */
record CloneRun(CloneRequest request, Progress progress, StopSignal stop, InstantSource clock) {
  Deadline deadline() {
    return request.deadline();
  }

  /** Looked at between pages: goes on, or ends the run with the state safe. */
  void checkpoint() {
    stop.check();
    if (deadline().passed(clock.instant())) {
      throw new CisternException(new Failure.TimedOut("the deadline passed; the next run goes on from here"));
    }
  }

  void report(String stage, long files, OptionalLong total) {
    progress.report(stage, files, 0, total);
  }
}
