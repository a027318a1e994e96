package io.cistern.http.client;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** Sends one request, once. Safe for use by many threads. */
interface Transport extends AutoCloseable {
  /**
   * Sends and waits for the head of the answer.
   *
   * @param token sent to the configured origin only
   * @param within what is left of the caller's deadline: the answer, its body included, is cut off after that
   * @throws DeadlinePassed when it was cut off
   * @throws RemoteClosed when this was closed meanwhile
   */
  Answer send(Call call, Optional<BearerToken> token, Duration within) throws IOException;

  /** Whether {@link #close} was called. */
  boolean isClosed();

  /** Breaks off everything that runs. */
  @Override
  void close();

  /** The caller's deadline came before the end of the answer. */
  final class DeadlinePassed extends IOException {
    private static final long serialVersionUID = 1L;

    DeadlinePassed(Throwable cause) {
      super("no complete answer before the deadline", cause);
    }

    DeadlinePassed() {
      super("no complete answer before the deadline");
    }
  }

  /** The connection was closed by its owner. */
  final class RemoteClosed extends IOException {
    private static final long serialVersionUID = 1L;

    RemoteClosed() {
      super("the connection to the broker was closed");
    }
  }
}
