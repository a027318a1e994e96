package io.cistern.http.broker.chaos;

import java.io.OutputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** What befalls one request. Immutable but for the paces it shares with others. */
public final class Faults {
  private final List<Effect> effects;
  private final List<Pace> paces;
  private final InstantSource clock;

  Faults(List<Effect> effects, List<Pace> paces, InstantSource clock) {
    this.effects = List.copyOf(effects);
    this.paces = List.copyOf(paces);
    this.clock = clock;
  }

  /** How long before anything happens. */
  public Duration latency() {
    return all(Effect.Latency.class).stream().map(Effect.Latency::by).reduce(Duration.ZERO, Duration::plus);
  }

  public boolean hangs() {
    return has(Effect.Hang.class);
  }

  /** The error to be answered instead of handling the request. */
  public Optional<Effect.Status> status() {
    return all(Effect.Status.class).stream().findFirst();
  }

  public boolean dropsAnswer() {
    return has(Effect.DropAnswer.class);
  }

  public boolean wrongHash() {
    return has(Effect.WrongHash.class);
  }

  public boolean empty() {
    return has(Effect.Empty.class);
  }

  public boolean staleCursor() {
    return has(Effect.StaleCursor.class);
  }

  /** The content type to be named instead. */
  public Optional<String> contentType() {
    return all(Effect.ContentType.class).stream().map(Effect.ContentType::text).findFirst();
  }

  /** The body's way to the client, with everything that cuts or slows it. */
  public OutputStream around(OutputStream body, Line line, Waiting waiting) {
    boolean none = paces.isEmpty() && !has(Effect.ResetAt.class) && !has(Effect.StallAt.class)
        && !has(Effect.TruncateAt.class);
    return none ? body : new FaultyOutput(body, this, line, waiting, clock);
  }

  /** The connection the answer goes over. */
  public interface Line {
    /** Ends it with a reset. */
    void reset();
  }

  List<Pace> paces() {
    return paces;
  }

  long resetAt() {
    return all(Effect.ResetAt.class).stream().mapToLong(Effect.ResetAt::bytes).min().orElse(Long.MAX_VALUE);
  }

  long stallAt() {
    return all(Effect.StallAt.class).stream().mapToLong(Effect.StallAt::bytes).min().orElse(Long.MAX_VALUE);
  }

  long truncateAt() {
    return all(Effect.TruncateAt.class).stream().mapToLong(Effect.TruncateAt::bytes).min().orElse(Long.MAX_VALUE);
  }

  private <T extends Effect> List<T> all(Class<T> kind) {
    return effects.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  private boolean has(Class<? extends Effect> kind) {
    return effects.stream().anyMatch(kind::isInstance);
  }
}
