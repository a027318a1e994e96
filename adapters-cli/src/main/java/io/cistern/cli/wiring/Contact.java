package io.cistern.cli.wiring;

import io.cistern.application.clone.FirstContact;
import io.cistern.application.port.RemoteWorkspace;
import io.cistern.application.port.Spool;
import io.cistern.application.probe.AccountReading;
import io.cistern.cli.settings.SettingKeys;
import io.cistern.cli.settings.Settings;
import io.cistern.cli.settings.Surroundings;
import io.cistern.cli.settings.TokenOrigin;
import io.cistern.domain.budget.Passage;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.probe.HomeName;
import io.cistern.domain.probe.ProbeTarget;
import io.cistern.domain.probe.Reading;
import io.cistern.domain.probe.ReadingStatus;
import io.cistern.domain.time.Deadline;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/** A connection to a broker that is there before its mirror is. Safe for use by many threads. */
public final class Contact implements AutoCloseable {
  private final LaterSpool spool = new LaterSpool();
  private final Connection connection;
  private final RemoteAccess access;

  private Contact(
      RemoteAccess access, Settings settings, Surroundings surroundings, Consumer<Passage.Closed> waits) {
    this.access = access;
    this.connection = Remotes.connect(access, spool, settings, surroundings, waits);
  }

  /**
   * Sends nothing yet.
   *
   * @param waits told, on whichever thread, of each closed gate that a request meets, again and again while it waits
   * @throws CisternException {@code BadAddress} or {@code NoToken} when it can be seen now that nothing can be sent
   */
  public static Contact with(
      RemoteAccess access, Settings settings, Surroundings surroundings, Consumer<Passage.Closed> waits) {
    return new Contact(access, settings, surroundings, waits);
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

  /** Whoever looks after the account of a home meanwhile; empty where the token comes from no home. The caller closes it. */
  Optional<AccountWatch> watch(Settings settings, Surroundings surroundings) {
    if (!(access.token() instanceof TokenOrigin.Home(HomeName home))) {
      return Optional.empty();
    }
    HelperStart start =
        new HelperStart(surroundings, access.insecureHttp() ? List.of("--insecure-http") : List.of());
    return Optional.of(new AccountWatch(
        () -> new HomeAccount(Accounts.open(start, settings, List.of()), home), connection.budget(),
        surroundings.clock(), settings.get(SettingKeys.PROBE_CACHE_TTL)));
  }

  /** The broker's word on a home. */
  private record HomeAccount(Accounts accounts, HomeName home) implements AccountWatch.Account {
    @Override
    public Optional<Reading> left() {
      AccountReading asked = accounts.asking().ask(ProbeTarget.broker(home), Deadline.NEVER);
      return asked.reading().filter(reading -> !asked.stale() && reading.status() == ReadingStatus.AVAILABLE);
    }

    @Override
    public void close() {
      accounts.hangUp();
      accounts.close();
    }
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
