package io.cistern.http.client;

import io.cistern.application.port.Pauses;
import io.cistern.application.port.RemoteBudget;
import io.cistern.domain.failure.Invariant;
import io.cistern.http.wire.WireLimits;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;

/** Everything about a connection that has a sane default. Immutable; change it with the {@code with} methods. */
public record RemoteOptions(
    Connections connections,
    Waits waits,
    Tries tries,
    WireLimits limits,
    NetworkOptions network,
    Surroundings surroundings) {
  /** What the settings of the command line default to, with the real clock and randomness. */
  public static RemoteOptions defaults() {
    return new RemoteOptions(
        Connections.DEFAULT, Waits.DEFAULT, Tries.DEFAULT, WireLimits.DEFAULT, NetworkOptions.DIRECT,
        Surroundings.real());
  }

  public RemoteOptions withConnections(Connections other) {
    return new RemoteOptions(other, waits, tries, limits, network, surroundings);
  }

  public RemoteOptions withWaits(Waits other) {
    return new RemoteOptions(connections, other, tries, limits, network, surroundings);
  }

  public RemoteOptions withTries(Tries other) {
    return new RemoteOptions(connections, waits, other, limits, network, surroundings);
  }

  public RemoteOptions withLimits(WireLimits other) {
    return new RemoteOptions(connections, waits, tries, other, network, surroundings);
  }

  public RemoteOptions withNetwork(NetworkOptions other) {
    return new RemoteOptions(connections, waits, tries, limits, other, surroundings);
  }

  public RemoteOptions withSurroundings(Surroundings other) {
    return new RemoteOptions(connections, waits, tries, limits, network, other);
  }

  /**
   * How many requests may run at once.
   *
   * @param onDemand kept for opens, so that they never wait for anything else
   * @param others for eager reads, listings, exports, events
   */
  public record Connections(int onDemand, int others) {
    /** As many opens as {@code open.permits}; bootstrap parallelism for the rest. */
    public static final Connections DEFAULT = new Connections(4, 16);

    public Connections {
      Invariant.check(onDemand > 0 && others > 0, "each kind of request has at least one connection");
    }
  }

  /**
   * How long a silent broker is waited for, whatever the caller's deadline.
   *
   * @param connect until a connection stands
   * @param silence between two bytes
   */
  public record Waits(Duration connect, Duration silence) {
    /** The settings {@code http.connect-timeout} and {@code http.read-timeout}. */
    public static final Waits DEFAULT = new Waits(Duration.ofSeconds(10), Duration.ofSeconds(30));

    public Waits {
      Invariant.check(connect.isPositive() && silence.isPositive(), "a wait is positive");
    }
  }

  /**
   * How often one question is asked.
   *
   * @param most requests in all
   * @param first the longest pause before the second; it doubles from one to the next, and each is cut at random
   */
  public record Tries(int most, Duration first) {
    /** {@code http.tries}, and a pause that even a third retry keeps under half a second. */
    public static final Tries DEFAULT = new Tries(4, Duration.ofMillis(100));

    public Tries {
      Invariant.check(most > 0 && !first.isNegative(), "a question is asked at least once");
    }
  }

  /**
   * What tests put in the place of the world.
   *
   * @param gate shared by all connections that use one account's credentials
   * @param seed of the jitter and of the correlation ids
   */
  public record Surroundings(InstantSource clock, Pauses pauses, RemoteBudget gate, long seed) {
    public Surroundings withGate(RemoteBudget other) {
      return new Surroundings(clock, pauses, other, seed);
    }

    /** The system's clock, real waiting, a gate of its own. */
    public static Surroundings real() {
      InstantSource clock = InstantSource.system();
      return new Surroundings(clock, new RealPauses(clock), new InMemoryRemoteGate(), new SecureRandom().nextLong());
    }
  }
}
