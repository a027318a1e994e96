package io.cistern.http.virtual;

import com.google.errorprone.annotations.concurrent.GuardedBy;

/** One request while it runs. Safe for use by many threads. */
final class Exchange {
  private final Request request;

  @GuardedBy("this")
  private int status;

  @GuardedBy("this")
  private long sent;

  @GuardedBy("this")
  private boolean over;

  Exchange(Request request) {
    this.request = request;
  }

  synchronized void answered(int with) {
    status = with;
  }

  synchronized void sent(int bytes) {
    sent += bytes;
  }

  synchronized void end() {
    over = true;
  }

  /** How it stands. */
  synchronized Request request() {
    return new Request(
        request.number(), request.endpoint(), request.path(), request.parameters(), request.at(), status, sent, over);
  }
}
