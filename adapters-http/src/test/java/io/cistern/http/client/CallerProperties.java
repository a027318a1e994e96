package io.cistern.http.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.application.port.RemoteBudget;
import io.cistern.application.port.RemoteWorkspace.Lane;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.time.Deadline;
import io.cistern.http.client.RemoteOptions.Surroundings;
import io.cistern.http.client.RemoteOptions.Tries;
import io.cistern.http.testing.ManualTime;
import io.cistern.http.wire.WireCodec;
import io.cistern.http.wire.WireLimits;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Goal G8 against a broker that refuses at random: no request before {@code notBefore}, none too many, none too late. */
final class CallerProperties {
  private static final List<String> ENDPOINTS = List.of("tree", "file", "export");
  private static final int MOST_TRIES = 4;

  @Property(tries = 300)
  void noRequestIsSentBeforeTheBrokerAllowsIt(@ForAll long seed, @ForAll @IntRange(min = 1, max = 30) int questions) {
    ManualTime time = new ManualTime();
    Moody broker = new Moody(time, new Random(seed));
    Caller caller = caller(broker, time, seed);
    Random random = new Random(~seed);

    for (int i = 0; i < questions; i++) {
      Instant now = time.instant();
      Deadline deadline = random.nextInt(8) == 0
          ? Deadline.NEVER
          : Deadline.after(now, Duration.ofMillis(random.nextInt(20_000)));
      int before = broker.requests;

      Optional<Failure> failure = ask(caller, ENDPOINTS.get(random.nextInt(3)), deadline);

      assertThat(broker.early).as("requests before they were allowed").isEmpty();
      assertThat(broker.requests - before).isBetween(0, MOST_TRIES);
      assertThat(time.instant()).as("came back late").isBeforeOrEqualTo(latest(deadline, now));
      failure.ifPresent(why -> assertThat(why).isInstanceOf(Failure.Remote.class));
    }
  }

  @Property(tries = 100)
  void aHoldThatOthersSetIsKeptToTheMillisecond(@ForAll @IntRange(min = 1, max = 50_000) int millis) {
    ManualTime time = new ManualTime();
    RemoteBudget gate = new InMemoryRemoteGate();
    Moody broker = new Moody(time, new Random(0));
    broker.kind = true;
    Caller caller = new Caller(
        broker, TokenSource.fixed(Fixture.TOKEN), codec(), new Tries(MOST_TRIES, Duration.ofMillis(100)),
        new Surroundings(time, time, gate, 0));
    gate.holdHome(time.instant().plusMillis(millis), time.instant());
    gate.holdHome(time.instant().plusMillis(millis / 2), time.instant());
    gate.holdEndpoint("ws/tree", time.instant().plusMillis(millis / 2), time.instant());

    assertThat(ask(caller, "tree", Deadline.NEVER)).isEmpty();

    assertThat(time.passed()).isEqualTo(Duration.ofMillis(millis));
  }

  private static Instant latest(Deadline deadline, Instant start) {
    return deadline.at().isBefore(start) ? start : deadline.at();
  }

  private static Optional<Failure> ask(Caller caller, String endpoint, Deadline deadline) {
    Call call = new Call(
        "ws/" + endpoint, "asking", Optional.empty(), URI.create("http://localhost/" + endpoint), Lane.EAGER, true,
        true,
        deadline);
    try {
      caller.ask(call, refusal -> false, answer -> {
        try (answer) {
          return answer.body().readAllBytes().length;
        }
      });
      return Optional.empty();
    } catch (CisternException e) {
      return Optional.of(e.failure());
    }
  }

  private static Caller caller(Transport transport, ManualTime time, long seed) {
    return new Caller(
        transport, TokenSource.fixed(Fixture.TOKEN), codec(), new Tries(MOST_TRIES, Duration.ofMillis(100)),
        new Surroundings(time, time, new InMemoryRemoteGate(), seed));
  }

  private static WireCodec codec() {
    return new WireCodec(WireLimits.DEFAULT, () -> {
      throw new UnsupportedOperationException("nothing here is large");
    });
  }

  /** Refuses as it likes, and writes down who came too early. */
  private static final class Moody implements Transport {
    private final ManualTime time;
    private final Random random;
    private final Map<String, Instant> held = new HashMap<>();
    private Optional<String> early = Optional.empty();
    private int requests;
    private boolean kind;

    private Moody(ManualTime time, Random random) {
      this.time = time;
      this.random = random;
    }

    @Override
    public Answer send(Call call, Optional<BearerToken> token) throws IOException {
      requests++;
      Instant now = time.instant();
      for (String key : List.of("home", call.endpoint())) {
        if (now.isBefore(held.getOrDefault(key, Instant.MIN))) {
          early = Optional.of(call.endpoint() + " at " + now + ", held until " + held.get(key));
        }
      }
      Duration taken = Duration.ofMillis(kind ? 0 : random.nextInt(50));
      Duration within = call.deadline().left(now);
      time.advance(taken.compareTo(within) < 0 ? taken : within);
      return kind ? new Said(200, "", Optional.empty()) : mood(call);
    }

    private Answer mood(Call call) throws IOException {
      return switch (random.nextInt(8)) {
        case 0 -> throw new SocketException("Connection reset");
        case 1 -> refuse("home", 429, "rate_limited");
        case 2 -> refuse("home", 429, "");
        case 3 -> refuse(call.endpoint(), 429, "workspace_busy");
        case 4 -> refuse(call.endpoint(), 503, "unavailable");
        case 5 -> new Said(500, "", Optional.empty());
        default -> new Said(200, "{}", Optional.empty());
      };
    }

    private Answer refuse(String key, int status, String code) {
      int seconds = random.nextInt(10);
      held.merge(key, time.instant().plusSeconds(seconds), (a, b) -> a.isAfter(b) ? a : b);
      return new Said(status, "{\"code\":\"" + code + "\"}", Optional.of(Integer.toString(seconds)));
    }

    @Override
    public boolean isClosed() {
      return false;
    }

    @Override
    public void close() {}
  }

  /** An answer without a network. */
  private record Said(int status, String text, Optional<String> retryAfter) implements Answer {
    @Override
    public Optional<String> header(String name) {
      return name.equals("Retry-After") ? retryAfter : Optional.empty();
    }

    @Override
    public InputStream body() {
      return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {}
  }
}
