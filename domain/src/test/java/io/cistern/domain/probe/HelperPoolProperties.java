package io.cistern.domain.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.statistics.Statistics;

/** Any order of claims, releases, deaths, changes of credentials and passing time, one step after the other. */
final class HelperPoolProperties {
  private static final List<HomeName> HOMES = List.of(new HomeName("a"), new HomeName("b"), new HomeName("c"));
  private static final PoolLimits LIMITS = new PoolLimits(2, 5, Duration.ofMinutes(5));

  @Property(tries = 500)
  void noHelperIsGivenTwiceNoneIsLostAndTheBoundsHold(@ForAll long seed) {
    Run run = new Run(new Random(seed));
    for (int step = 0; step < 120; step++) {
      run.step();
      run.check();
    }
    run.end();
    run.paths.forEach(path -> Statistics.label("path").collect(path));
  }

  /** The pool, and what its callers hold. */
  private static final class Run {
    private final HelperPool pool = new HelperPool(LIMITS);
    private final Random random;
    private final List<HelperId> held = new ArrayList<>();
    private final Set<HelperId> ending = new HashSet<>();
    private final Set<HelperId> gone = new HashSet<>();
    private final List<String> paths = new ArrayList<>();
    private Instant now = Instant.parse("2026-01-01T12:00:00Z");

    private Run(Random random) {
      this.random = random;
    }

    private void step() {
      switch (random.nextInt(10)) {
        case 0, 1, 2, 3 -> claim();
        case 4, 5, 6 -> release();
        case 7 -> end(pool.invalidate(any(HOMES), now));
        case 8 -> ended();
        default -> {
          now = now.plusSeconds(random.nextInt(200));
          end(pool.endIdle(now));
        }
      }
    }

    private void claim() {
      switch (pool.claim(any(HOMES), now)) {
        case Claim.Warm(HelperId id, boolean start) -> take(id, start ? "started" : "warm");
        case Claim.Once(HelperId id) -> take(id, "once");
        case Claim.Full full -> {
          paths.add("full");
          full.toEnd().ifPresent(id -> end(List.of(id)));
        }
      }
    }

    private void take(HelperId id, String path) {
      paths.add(path);
      assertThat(held).as("nobody else has it").doesNotContain(id);
      assertThat(ending).as("it is not on its way out").doesNotContain(id);
      assertThat(gone).as("it is not one that ended").doesNotContain(id);
      held.add(id);
    }

    private void release() {
      if (!held.isEmpty()) {
        HelperId id = held.remove(random.nextInt(held.size()));
        if (pool.release(id, random.nextInt(4) > 0, now)) {
          end(List.of(id));
        }
      }
    }

    private void end(List<HelperId> ids) {
      for (HelperId id : ids) {
        assertThat(held).as("what is held is not ended under its holder").doesNotContain(id);
        assertThat(ending.add(id)).as("told once to end").isTrue();
      }
    }

    private void ended() {
      for (HelperId id : List.copyOf(ending)) {
        pool.ended(id);
        ending.remove(id);
        gone.add(id);
      }
    }

    private void check() {
      assertThat(pool.processes()).isLessThanOrEqualTo(LIMITS.inAll())
          .isGreaterThanOrEqualTo(held.size() + ending.size());
      for (HomeName home : HOMES) {
        assertThat(pool.states(home)).hasSizeLessThanOrEqualTo(LIMITS.perHome());
      }
    }

    private void end() {
      while (!held.isEmpty()) {
        release();
      }
      end(pool.close(now));
      ended();
      assertThat(pool.processes()).as("nothing leaks").isZero();
    }

    private <T> T any(List<T> of) {
      return of.get(random.nextInt(of.size()));
    }
  }
}
