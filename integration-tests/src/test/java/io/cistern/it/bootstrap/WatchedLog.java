package io.cistern.it.bootstrap;

import io.cistern.application.port.CommitLog;
import io.cistern.fs.testing.Between;

/** A log with somebody who looks at the mirror after each commit, before the next. */
record WatchedLog(CommitLog real, Runnable look) {
  CommitLog log() {
    return Between.callersAnd(CommitLog.class, real, (method, _, call) -> {
      if (method.equals("append")) {
        look.run();
      }
      return call.go();
    });
  }
}
