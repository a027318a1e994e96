package io.cistern.cli.wiring;

import java.util.ArrayDeque;
import java.util.Deque;

/** What was started, closed in reverse; the first error is kept and the others are suppressed into it. */
final class Closing implements AutoCloseable {
  private final Deque<AutoCloseable> open = new ArrayDeque<>();

  <T extends AutoCloseable> T add(T started) {
    open.push(started);
    return started;
  }

  @Override
  public void close() {
    RuntimeException first = null;
    while (!open.isEmpty()) {
      try {
        open.pop().close();
      } catch (Exception failed) {
        RuntimeException seen = failed instanceof RuntimeException known ? known : new IllegalStateException(failed);
        if (first == null) {
          first = seen;
        } else {
          first.addSuppressed(seen);
        }
      }
    }
    if (first != null) {
      throw first;
    }
  }

  /** Closes because of another error, which stays the one to be told. */
  void closeAfter(Throwable cause) {
    try {
      close();
    } catch (RuntimeException failed) {
      cause.addSuppressed(failed);
    }
  }
}
