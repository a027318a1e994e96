package io.cistern.fs.budget;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.application.port.RemoteBudget;
import io.cistern.domain.budget.BudgetState;
import io.cistern.domain.budget.Passage;
import io.cistern.domain.budget.Work;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Goal G8 with two limiters over one file, against a broker that answers at random: no request before its time, whoever is
 * killed and started again, and however the wall clock is set meanwhile. A million requests in the campaign.
 */
final class BudgetCampaignTest {
  private static final int REQUESTS = Boolean.getBoolean("cistern.campaign") ? 1_000_000 : 10_000;

  /** A simulated disk remembers each of its steps. */
  private static final int A_STORY = 5_000;

  private static final List<String> ENDPOINTS = List.of("ws/file", "ws/tree", "ws/export", "other/file");

  @Test
  void noRequestIsSentBeforeItsTime() {
    Told told = new Told();
    for (int story = 0; told.requests < REQUESTS; story++) {
      new Story(20261127L + story, told).happens(Math.min(A_STORY, REQUESTS - told.requests));
    }
    System.out.printf(
        "%d requests, %d refused at the gate, %d holds, %d starts, %d settings of the clock: %d before their time%n",
        told.requests, told.refused, told.holds, told.starts, told.jumps, told.early);
    assertThat(told.early).isZero();
    assertThat(told.stuck).as("waits longer than the broker asked for").isZero();
    assertThat(told.refused).isPositive();
    assertThat(told.holds).isGreaterThan(told.requests / 20);
  }

  private static final class Told {
    private int requests;
    private int refused;
    private int holds;
    private int starts;
    private int jumps;
    private int early;
    private int stuck;
  }

  /** One machine, from its first start on. */
  private static final class Story {
    private final Random random;
    private final Told told;
    private final BudgetBench bench = new BudgetBench();
    private final RemoteBudget[] processes = new RemoteBudget[2];

    /** Until when each endpoint is to be left alone, by the clock that nobody sets. */
    private final Map<String, Instant> held = new HashMap<>();

    private Story(long seed, Told told) {
      this.random = new Random(seed);
      this.told = told;
      start(0);
      start(1);
    }

    private void happens(int requests) {
      int before = told.requests;
      while (told.requests - before < requests) {
        switch (random.nextInt(200)) {
          case 0 -> start(random.nextInt(2));
          case 1, 2 -> {
            told.jumps++;
            bench.jumps(Duration.ofMillis(random.nextLong(-200_000_000L, 200_000_000L)));
          }
          default -> asks();
        }
        bench.passes(Duration.ofMillis(random.nextInt(20)));
      }
    }

    /** A process is killed, or ends, and another one begins. */
    private void start(int which) {
      told.starts++;
      if (processes[which] != null && random.nextBoolean()) {
        processes[which].close();
      }
      bench.disk().kill("process-" + which);
      processes[which] = bench.process("process-" + which);
    }

    private void asks() {
      RemoteBudget budget = processes[random.nextInt(2)];
      String endpoint = ENDPOINTS.get(random.nextInt(ENDPOINTS.size()));
      Work work = random.nextInt(4) == 0 ? Work.ON_DEMAND : Work.BACKGROUND;
      Instant free = latest(BudgetState.HOME, endpoint);
      if (budget.ask(endpoint, work, bench.wall()) instanceof Passage.Closed(Passage.Gate gate, var refused)) {
        told.refused++;
        if (gate != Passage.Gate.PACE) {
          Duration asked = Duration.between(bench.wall(), refused.retryAt());
          Duration left = Duration.between(bench.real(), free);
          told.stuck += asked.compareTo(left) > 0 ? 1 : 0;
          // Somebody waits, now and then to the very millisecond.
          bench.passes(Duration.ofMillis(random.nextInt(3) == 0 ? asked.toMillis() : random.nextInt(500)));
        } else {
          bench.passes(Duration.ofSeconds(random.nextInt(3)));
        }
        return;
      }
      told.requests++;
      told.early += bench.real().isBefore(free) ? 1 : 0;
      bench.passes(Duration.ofMillis(random.nextInt(10)));
      answered(budget, endpoint);
    }

    private void answered(RemoteBudget budget, String endpoint) {
      if (random.nextInt(3) == 0) {
        budget.learn(List.of(BudgetBench.requests(5000, random.nextInt(5000), random.nextInt(1, 60))), bench.wall());
      }
      if (random.nextInt(10) == 0) {
        Duration after = Duration.ofMillis(random.nextInt(1, 5000));
        boolean home = random.nextInt(4) == 0;
        told.holds++;
        held.merge(
            home ? BudgetState.HOME : endpoint, bench.real().plus(after), (one, two) -> one.isAfter(two) ? one : two);
        if (home) {
          budget.holdHome(bench.wall().plus(after), bench.wall());
        } else {
          budget.holdEndpoint(endpoint, bench.wall().plus(after), bench.wall());
        }
      }
    }

    private Instant latest(String... keys) {
      Instant latest = Instant.MIN;
      for (String key : keys) {
        Instant until = held.getOrDefault(key, Instant.MIN);
        latest = until.isAfter(latest) ? until : latest;
      }
      return latest;
    }
  }
}
