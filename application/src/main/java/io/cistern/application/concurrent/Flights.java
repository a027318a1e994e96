package io.cistern.application.concurrent;

import io.cistern.domain.time.Deadline;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * At most one flight per key: who comes second joins the first. A flight that ends, well or badly, leaves the map before
 * anyone who waits for it goes on, so a failed one never catches a later caller. Safe for use by many threads.
 *
 * @param <K> what is fetched
 * @param <V> what a flight brings
 */
public final class Flights<K, V> {
  private final ConcurrentMap<K, Flight<K, V>> flying = new ConcurrentHashMap<>();

  /** Begins a flight; empty when one for this key is under way. Whoever begins one has to end it. */
  public Optional<Flight<K, V>> begin(K key) {
    Flight<K, V> mine = new Flight<>(this, key);
    return flying.putIfAbsent(key, mine) == null ? Optional.of(mine) : Optional.empty();
  }

  /** Whether a person waits for one of those under way. */
  public boolean isAnyWaitedFor() {
    return flying.values().stream().anyMatch(Flight::isWaitedFor);
  }

  /** The flight under way for this key. */
  public Optional<Flight<K, V>> underWay(K key) {
    return Optional.ofNullable(flying.get(key));
  }

  /**
   * One fetch of one key.
   *
   * @param <K> what is fetched
   * @param <V> what it brings
   */
  public static final class Flight<K, V> {
    private final Flights<K, V> flights;
    private final K key;
    private final CompletableFuture<V> landed = new CompletableFuture<>();
    private volatile boolean waitedFor;

    private Flight(Flights<K, V> flights, K key) {
      this.flights = flights;
      this.key = key;
    }

    /** Ends it well; does nothing when it has ended. */
    public void land(V value) {
      flights.flying.remove(key, this);
      landed.complete(value);
    }

    /** Ends it badly; everyone who waits for it gets the cause. Does nothing when it has ended. */
    public void fail(Throwable cause) {
      flights.flying.remove(key, this);
      landed.completeExceptionally(cause);
    }

    /** A person waits for it from now on. */
    public void waitFor() {
      waitedFor = true;
    }

    /** Whether a person waits for it. */
    public boolean isWaitedFor() {
      return waitedFor;
    }

    /**
     * Waits for the end; empty when the deadline comes first.
     *
     * @param now the time, for what is left until the deadline
     * @throws CompletionException with the cause of a flight that ended badly
     */
    public Optional<V> await(Deadline deadline, Instant now) {
      boolean interrupted = false;
      try {
        while (true) {
          try {
            return Optional.of(landed.get(nanos(deadline, now), TimeUnit.NANOSECONDS));
          } catch (InterruptedException _) {
            interrupted = true;
          }
        }
      } catch (TimeoutException _) {
        return Optional.empty();
      } catch (ExecutionException failed) {
        throw new CompletionException(failed.getCause());
      } finally {
        if (interrupted) {
          Thread.currentThread().interrupt();
        }
      }
    }

    private static long nanos(Deadline deadline, Instant now) {
      return deadline.equals(Deadline.NEVER)
          ? Long.MAX_VALUE
          : TimeUnit.NANOSECONDS.convert(deadline.left(now));
    }
  }
}
