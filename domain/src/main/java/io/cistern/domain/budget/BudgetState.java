package io.cistern.domain.budget;

import io.cistern.domain.budget.Limit.Measure;
import io.cistern.domain.budget.Passage.Gate;
import io.cistern.domain.probe.Reading;
import io.cistern.domain.probe.ReadingSource;
import io.cistern.domain.probe.ReadingStatus;
import io.cistern.domain.quota.Admission;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is known of what one home may ask of its broker: until when it is held back, and what is left of the broker's
 * limits. Immutable; every change answers a new one. Small, whatever a broker says.
 *
 * @param holds by endpoint, {@link #HOME} for all of them
 * @param windows by no two with the same name
 */
public record BudgetState(Map<String, Term> holds, List<LearnedWindow> windows) {
  /** The key of what holds the whole home; no endpoint is called so. */
  public static final String HOME = "";

  /** Nothing is known, and nothing held back. */
  public static final BudgetState FRESH = new BudgetState(Map.of(), List.of());

  /** Endpoints that are held at one time; more than a few mean that the broker as a whole is in trouble. */
  private static final int MOST_HOLDS = 64;

  /** No broker has so many limits for one account; a list that long is noise. */
  private static final int MOST_WINDOWS = 8;

  public BudgetState {
    holds = Map.copyOf(holds);
    windows = List.copyOf(windows);
  }

  /** Whether a request may be sent now. Asking changes nothing; {@link #sent} does. */
  public Passage ask(String endpoint, Work work, Clocks now) {
    return held(HOME, Gate.HOME, "rate limited by the broker", now)
        .or(() -> held(endpoint, Gate.ENDPOINT, "the broker is busy", now))
        .or(() -> work == Work.BACKGROUND ? paced(now) : Optional.empty())
        .<Passage>map(closed -> closed)
        .orElseGet(Passage.Open::new);
  }

  /** Until a moment of the wall clock, one endpoint or the whole home is left alone; a hold is only ever prolonged. */
  public BudgetState hold(String endpoint, Instant until, Clocks now) {
    Map<String, Term> changed = new LinkedHashMap<>(holds);
    changed.values().removeIf(term -> term.over(now));
    changed.merge(endpoint, Term.until(until, now), (one, other) -> one.orLater(other, now));
    while (changed.size() > MOST_HOLDS) {
      // What cannot be remembered by itself holds everybody, because a request too early is the worse mistake.
      String shortest = changed.entrySet().stream()
          .filter(hold -> !hold.getKey().equals(HOME))
          .min(Comparator.comparing(hold -> hold.getValue().left(now)))
          .orElseThrow()
          .getKey();
      changed.merge(HOME, changed.get(shortest), (one, other) -> one.orLater(other, now));
      changed.remove(shortest);
    }
    return new BudgetState(changed, windows);
  }

  /** With what an answer said of the broker's limits. */
  public BudgetState learn(List<ToldWindow> told, Clocks now) {
    Map<String, LearnedWindow> known = new LinkedHashMap<>();
    windows.stream().filter(window -> !window.ends().over(now)).forEach(window -> known.put(window.name(), window));
    for (ToldWindow window : told) {
      if (known.containsKey(window.name()) || known.size() < MOST_WINDOWS) {
        LearnedWindow before = known.get(window.name());
        known.put(window.name(), before == null ? LearnedWindow.of(window, now) : before.told(window, now));
      }
    }
    return new BudgetState(holds, List.copyOf(known.values()));
  }

  /** With so many requests more on their way; fewer where the number is negative, because they were never sent. */
  public BudgetState sent(long requests, Clocks now) {
    return new BudgetState(holds, windows.stream().map(window -> window.sent(requests, now)).toList());
  }

  /** Whether there is anything to count requests against. */
  public boolean counts(Clocks now) {
    return windows.stream().anyMatch(window -> window.measure() == Measure.REQUESTS && !window.ends().over(now));
  }

  /** How many requests one process may set aside at once; few beside the limit, one when it is scarce. */
  public long batch(Clocks now) {
    return windows.stream()
        .filter(window -> window.measure() == Measure.REQUESTS && !window.ends().over(now))
        .mapToLong(LearnedWindow::batch)
        .min()
        .orElse(1);
  }

  /** Which windows requests are counted in, told apart by when they began. */
  public List<Term> stretches() {
    return windows.stream()
        .filter(window -> window.measure() == Measure.REQUESTS)
        .map(LearnedWindow::ends)
        .toList();
  }

  /** Whether anybody is being held back because the broker said so; such a state has to outlive the machine. */
  public boolean holdsBack(Clocks now) {
    return holds.values().stream().anyMatch(term -> !term.over(now));
  }

  /** Whether anything here was told by clocks that say nothing of the present. */
  public boolean isStale(Clocks now) {
    return holds.values().stream().anyMatch(term -> term.isStale(now))
        || windows.stream().anyMatch(window -> window.ends().isStale(now));
  }

  /** What was read from elsewhere, as of this era; without what is over. */
  public BudgetState rebased(Clocks now) {
    Map<String, Term> holding = new LinkedHashMap<>();
    holds.forEach((endpoint, term) -> {
      if (!term.over(now)) {
        holding.put(endpoint, term.rebased(now));
      }
    });
    return new BudgetState(holding, windows.stream()
        .filter(window -> !window.ends().over(now))
        .map(window -> window.rebased(now))
        .toList());
  }

  /** Every gate that is closed, for people. The pace is told as it is for work that nobody waits for. */
  public List<ClosedGate> closed(Clocks now) {
    List<ClosedGate> closed = new ArrayList<>();
    held(HOME, Gate.HOME, "rate limited by the broker", now).ifPresent(gate -> closed.add(new ClosedGate(HOME, gate)));
    holds.keySet().stream().filter(endpoint -> !endpoint.equals(HOME)).sorted().forEach(endpoint -> held(
        endpoint, Gate.ENDPOINT, "the broker is busy", now)
        .ifPresent(gate -> closed.add(new ClosedGate(endpoint, gate))));
    paced(now).ifPresent(gate -> closed.add(new ClosedGate(HOME, gate)));
    return closed;
  }

  /** One gate, and the endpoint it is for; {@link #HOME} for all. */
  public record ClosedGate(String endpoint, Passage.Closed passage) {}

  /** What answers have said of the account; empty when they said nothing that still holds. */
  public Optional<Reading> observed(Clocks now) {
    List<LearnedWindow> known = windows.stream().filter(window -> !window.ends().over(now)).toList();
    return known.isEmpty()
        ? Optional.empty()
        : Optional.of(new Reading(
            Optional.empty(), Optional.empty(), known.stream().map(window -> window.window(now)).toList(), now.wall(),
            ReadingSource.OBSERVED, ReadingStatus.AVAILABLE));
  }

  private Optional<Passage.Closed> held(String key, Gate gate, String reason, Clocks now) {
    return Optional.ofNullable(holds.get(key))
        .filter(term -> !term.over(now))
        .map(term -> new Passage.Closed(gate, new Admission.Refused(reason, term.endsAt(now))));
  }

  private Optional<Passage.Closed> paced(Clocks now) {
    return windows.stream()
        .max(Comparator.comparing(window -> window.pause(now)))
        .filter(window -> window.pause(now).isPositive())
        .map(window -> new Passage.Closed(Gate.PACE, new Admission.Refused(
            "what is left of " + window.window(now).label() + " is spread over the time that is left",
            now.wall().plus(window.pause(now)))));
  }
}
