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
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/**
 * Goal G8 with two limiters over one file, against a broker that answers at random: no request before its time, whoever is
 * killed and started again, however the wall clock is set meanwhile, and though the machine is started again or loses its
 * power. Across a start of the machine a hold is shortened by as much as the wall clock was set forwards since anybody
 * looked, and by no more; set back, it begins again at most once. A million requests in the campaign.
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
        "%d requests, %d refused at the gate, %d holds, %d starts, %d settings of the clock, %d starts of the machine of"
            + " which %d moved a hold: %d before their time%n",
        told.requests, told.refused, told.holds, told.starts, told.jumps, told.machine, told.moved, told.early);
    assertThat(told.early).isZero();
    assertThat(told.stuck).as("waits longer than the broker asked for").isZero();
    assertThat(told.refused).isPositive();
    assertThat(told.moved).isPositive();
    assertThat(told.holds).isGreaterThan(told.requests / 20);
  }

  private static final class Told {
    private int requests;
    private int refused;
    private int holds;
    private int starts;
    private int jumps;
    private int machine;
    private int moved;
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
    private final Map<String, Held> held = new HashMap<>();

    /** How far the wall clock was set since a process looked at the file, and whether the machine was started since. */
    private Duration unseen = Duration.ZERO;
    private boolean started;

    private Story(long seed, Told told) {
      this.random = new Random(seed);
      this.told = told;
      start(0);
      start(1);
    }

    /**
     * One endpoint's wait, or the home's.
     *
     * @param free before this nothing is sent
     * @param latest from this on nothing is held any more
     * @param whole as the broker asked for it
     */
    private record Held(Instant free, Instant latest, Duration whole) {
      Held orLater(Held other) {
        return new Held(
            other.free.isAfter(free) ? other.free : free, other.latest.isAfter(latest) ? other.latest : latest,
            other.whole.compareTo(whole) > 0 ? other.whole : whole);
      }

      /** The machine was started, and whoever looks now finds the wall clock moved. */
      Held moved(Duration by, Instant now) {
        Instant late = latest.minus(by);
        Instant again = now.plus(whole);
        return by.isNegative()
            ? new Held(free, late.isBefore(again) ? late : again, whole)
            : new Held(free.minus(by), latest, whole);
      }
    }

    private void happens(int requests) {
      int before = told.requests;
      while (told.requests - before < requests) {
        switch (random.nextInt(400)) {
          case 0, 1 -> start(random.nextInt(2));
          case 2, 3, 4, 5 -> jumps();
          case 6 -> startsTheMachine();
          default -> asks();
        }
        bench.passes(Duration.ofMillis(random.nextInt(20)));
      }
    }

    /** Far enough to be told from a clock that is being corrected. */
    private void jumps() {
      told.jumps++;
      Duration by = Duration.ofMillis(random.nextLong(2_000, random.nextBoolean() ? 10_000L : 200_000_000L));
      Duration signed = random.nextBoolean() ? by : by.negated();
      bench.jumps(signed);
      unseen = unseen.plus(signed);
    }

    /** In order, or after a power cut; it is down for a moment, in which its clock may be set. */
    private void startsTheMachine() {
      told.machine++;
      String era = "boot-" + told.machine;
      if (random.nextBoolean()) {
        bench.restarts(era);
      } else {
        bench.losesPower(era, random.nextLong());
      }
      bench.passes(Duration.ofMillis(random.nextInt(2000)));
      if (random.nextBoolean()) {
        jumps();
      }
      started = true;
      processes[0] = bench.process("process-0");
      processes[1] = bench.process("process-1");
    }

    /** Whoever asks writes down what the wall clock is now, so that only what happens after it can mislead anybody. */
    private void looks() {
      if (started && !unseen.isZero()) {
        Instant now = bench.real();
        told.moved += held.values().stream().anyMatch(wait -> now.isBefore(wait.free())) ? 1 : 0;
        held.replaceAll((_, wait) -> wait.moved(unseen, now));
      }
      started = false;
      unseen = Duration.ZERO;
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
      looks();
      Instant free = latest(Held::free, BudgetState.HOME, endpoint);
      if (budget.ask(endpoint, work, bench.wall()) instanceof Passage.Closed(Passage.Gate gate, var refused)) {
        told.refused++;
        if (gate != Passage.Gate.PACE) {
          Duration asked = Duration.between(bench.wall(), refused.retryAt());
          Duration left = Duration.between(bench.real(), latest(Held::latest, BudgetState.HOME, endpoint));
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
        Instant until = bench.real().plus(after);
        held.merge(home ? BudgetState.HOME : endpoint, new Held(until, until, after), Held::orLater);
        if (home) {
          budget.holdHome(bench.wall().plus(after), bench.wall());
        } else {
          budget.holdEndpoint(endpoint, bench.wall().plus(after), bench.wall());
        }
      }
    }

    private Instant latest(Function<Held, Instant> moment, String... keys) {
      Instant latest = Instant.MIN;
      for (String key : keys) {
        Instant until = Optional.ofNullable(held.get(key)).map(moment).orElse(Instant.MIN);
        latest = until.isAfter(latest) ? until : latest;
      }
      return latest;
    }
  }
}
