package io.cistern.http.client;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** Sends one request, once. Safe for use by many threads. */
interface Transport extends AutoCloseable {
  /** How long a deadline that moved nearer may go unnoticed: hardly felt by a person, and cheap to look at so often. */
  Duration GLANCE = Duration.ofMillis(250);

  /**
   * Sends and waits for the head of the answer. The exchange, the answer's body included, is cut off when the call's
   * patience runs out; a deadline that moves, either way, is heeded within {@link #GLANCE}.
   *
   * @param token sent to the configured origin only
   * @throws DeadlinePassed when it was cut off
   * @throws RemoteClosed when this was closed meanwhile
   */
  Answer send(Call call, Optional<BearerToken> token) throws IOException;

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
