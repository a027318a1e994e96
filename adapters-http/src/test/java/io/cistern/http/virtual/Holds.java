package io.cistern.http.virtual;

import io.cistern.application.port.RemoteBudget;
import io.cistern.domain.budget.BudgetState.ClosedGate;
import io.cistern.domain.budget.Passage;
import io.cistern.domain.budget.ToldWindow;
import io.cistern.domain.budget.Work;
import io.cistern.domain.probe.Reading;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What one client has been told about when to come back, and whether it keeps to it (goal G8). It stands before the
 * client's own gate, to see when that is asked: a request whose turn had come when another one's answer was not yet
 * understood is not too early. Safe for use by many threads.
 */
final class Holds implements RemoteBudget {
  private static final String HOME = "";

  private final RemoteBudget gate;
  private final AtomicLong moments = new AtomicLong();
  private final ThreadLocal<Long> asked = ThreadLocal.withInitial(() -> 0L);
  private final Map<String, List<Told>> told = new HashMap<>();

  /**
   * Until when.
   *
   * @param known since which moment the client has understood it
   */
  private record Told(Instant until, long known) {}

  Holds(RemoteBudget gate) {
    this.gate = gate;
  }

  /** The client has understood an answer that holds its whole home back. */
  void toldHome(Instant until) {
    tell(HOME, until);
  }

  /** The client has understood an answer that holds one endpoint back. */
  void toldEndpoint(String endpoint, Instant until) {
    tell(endpoint, until);
  }

  /** Until when a request that was sent just now, by this thread, ought to have waited. */
  synchronized Optional<Instant> tooEarly(String endpoint, Instant now) {
    return List.of(HOME, endpoint).stream()
        .flatMap(key -> told.getOrDefault(key, List.of()).stream())
        .filter(hold -> hold.known() < asked.get() && now.isBefore(hold.until()))
        .map(Told::until)
        .max(Instant::compareTo);
  }

  private synchronized void tell(String key, Instant until) {
    told.computeIfAbsent(key, unused -> new ArrayList<>()).add(new Told(until, moments.incrementAndGet()));
  }

  @Override
  public Passage ask(String endpoint, Work work, Instant now) {
    asked.set(moments.incrementAndGet());
    return gate.ask(endpoint, work, now);
  }

  @Override
  public void holdHome(Instant until, Instant now) {
    gate.holdHome(until, now);
  }

  @Override
  public void holdEndpoint(String endpoint, Instant until, Instant now) {
    gate.holdEndpoint(endpoint, until, now);
  }

  @Override
  public void learn(List<ToldWindow> told, Instant now) {
    gate.learn(told, now);
  }

  @Override
  public Optional<Reading> observed(Instant now) {
    return gate.observed(now);
  }

  @Override
  public List<ClosedGate> closed(Instant now) {
    return gate.closed(now);
  }

  @Override
  public void close() {
    gate.close();
  }
}
