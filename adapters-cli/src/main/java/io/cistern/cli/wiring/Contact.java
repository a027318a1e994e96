package io.cistern.cli.wiring;

import io.cistern.application.clone.FirstContact;
import io.cistern.application.port.RemoteWorkspace;
import io.cistern.application.port.Spool;
import io.cistern.cli.settings.Settings;
import io.cistern.cli.settings.Surroundings;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.time.Deadline;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** A connection to a broker that is there before its mirror is. Safe for use by many threads. */
public final class Contact implements AutoCloseable {
  private final LaterSpool spool = new LaterSpool();
  private final Connection connection;

  private Contact(RemoteAccess access, Settings settings, Surroundings surroundings) {
    this.connection = Remotes.connect(access, spool, settings, surroundings);
  }

  /**
   * Sends nothing yet.
   *
   * @throws CisternException {@code BadAddress} or {@code NoToken} when it can be seen now that nothing can be sent
   */
  public static Contact with(RemoteAccess access, Settings settings, Surroundings surroundings) {
    return new Contact(access, settings, surroundings);
  }

  /**
   * Returns when the broker has shown that it knows workspace and token.
   *
   * @param part which part of the workspace is to be mirrored, {@code "/"} for all
   */
  public void establish(String part, Deadline deadline) {
    new FirstContact(connection.remote()).establish(part, deadline);
  }

  @Override
  public void close() {
    connection.close();
  }

  /** The broker, for a mirror that has room for large bodies. */
  RemoteWorkspace remote(Spool room) {
    spool.room.set(Optional.of(room));
    return connection.remote();
  }

  /** Bodies are read only once there is a mirror to put them into. */
  private static final class LaterSpool implements Spool {
    private final AtomicReference<Optional<Spool>> room = new AtomicReference<>(Optional.empty());

    @Override
    public Room open() {
      return room.get().orElseThrow(() -> new IllegalStateException("a body is read before there is a mirror")).open();
    }
  }
}
