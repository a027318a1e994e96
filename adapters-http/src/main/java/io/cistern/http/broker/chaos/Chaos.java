package io.cistern.http.broker.chaos;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** Decides, request by request, what goes wrong. Repeatable with a seed. Safe for use by many threads. */
public final class Chaos {
  private final List<Armed> rules = new ArrayList<>();
  private final InstantSource clock;

  public Chaos(ChaosSpec spec, InstantSource clock) {
    this.clock = clock;
    SplittableRandom seeds = spec.seed().isPresent()
        ? new SplittableRandom(spec.seed().getAsLong())
        : new SplittableRandom();
    for (Rule rule : spec.rules()) {
      rules.add(new Armed(rule, seeds.split()));
    }
  }

  /** What befalls this request; counts it. */
  public Faults faults(String endpoint, Optional<String> path) {
    List<Effect> effects = new ArrayList<>();
    List<Pace> paces = new ArrayList<>();
    for (Armed rule : rules) {
      if (rule.hits(endpoint, path)) {
        effects.addAll(rule.rule.effects());
        paces.addAll(rule.paces);
      }
    }
    return new Faults(effects, paces, clock);
  }

  private static final class Armed {
    private final Rule rule;
    private final SplittableRandom random;
    private final List<Pace> paces;

    @GuardedBy("this")
    private long seen;

    @GuardedBy("this")
    private long hit;

    Armed(Rule rule, SplittableRandom random) {
      this.rule = rule;
      this.random = random;
      this.paces = rule.effects().stream()
          .filter(Effect.Rate.class::isInstance)
          .map(rate -> new Pace(((Effect.Rate) rate).bytesPerSecond()))
          .toList();
    }

    synchronized boolean hits(String endpoint, Optional<String> path) {
      if (!rule.isAbout(endpoint, path) || ++seen <= rule.after() || hit >= rule.count()) {
        return false;
      }
      boolean drawn = random.nextDouble() < rule.probability();
      hit += drawn ? 1 : 0;
      return drawn;
    }
  }
}
