package io.cistern.application.port;

import io.cistern.domain.budget.BudgetState.ClosedGate;
import io.cistern.domain.budget.Passage;
import io.cistern.domain.budget.ToldWindow;
import io.cistern.domain.budget.Work;
import io.cistern.domain.probe.Reading;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What one home may ask of its broker: until when the broker wants to be left alone, by the whole home, which is one
 * account's credentials for one broker, or by one endpoint of one workspace; and how fast work that nobody waits for may
 * go on. Every request asks first. Moments are the wall clock's as it is at that call. Never throws for a state that
 * cannot be kept: it then holds for this process alone. Safe for use by many threads.
 */
public interface RemoteBudget extends AutoCloseable {
  /**
   * Whether a request may be sent now; one that may is counted.
   *
   * @param endpoint workspace and route
   */
  Passage ask(String endpoint, Work work, Instant now);

  /** Holds every request back; a hold is only ever prolonged. Others that share the budget see it at their next request. */
  void holdHome(Instant until, Instant now);

  /** Holds requests to one endpoint back; a hold is only ever prolonged. */
  void holdEndpoint(String endpoint, Instant until, Instant now);

  /** Takes note of what an answer said of the broker's limits. */
  void learn(List<ToldWindow> told, Instant now);

  /** What answers have said of the account; empty when they said nothing that still holds. */
  Optional<Reading> observed(Instant now);

  /** Every gate that is closed. */
  List<ClosedGate> closed(Instant now);

  /** Lets others have what was set aside and not used. Nothing is asked afterwards. */
  @Override
  void close();
}
