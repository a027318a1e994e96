package io.cistern.application.quota;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.application.concurrent.Lane;
import io.cistern.application.concurrent.StopSignal;
import io.cistern.application.fetch.Fetched;
import io.cistern.application.fetch.Filling;
import io.cistern.application.port.RemoteWorkspace;
import io.cistern.application.testing.Bench;
import io.cistern.domain.journal.LogRecord;
import io.cistern.domain.journal.Origin;
import io.cistern.domain.manifest.PathEntry;
import io.cistern.domain.manifest.PathState;
import io.cistern.domain.placeholder.FetchGuard;
import io.cistern.domain.placeholder.HydrationOutcome;
import io.cistern.domain.time.Deadline;
import io.cistern.domain.workspace.WorkspacePath;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * Three processes hydrate, open, give back, pin and die, in an order that a seed chooses, step by step: a file is set aside
 * and staged in one step and published in another, so that any number are on their way at once. At every step, and at
 * every request of every fetch, what is visible and what is staged together stay within the budget.
 */
class DiskQuotaProperties {
  private static final int FILES = 60;
  private static final int STEPS = 1000;
  private static final long BUDGET = 1000;

  @Property(tries = 10)
  void contentNeverExceedsTheBudgetNotEvenForAMoment(@ForAll long seed) {
    World world = new World(new Random(seed));

    for (int step = 0; step < STEPS; step++) {
      world.step();
      assertThat(world.worst()).as("seed " + seed + ", step " + step).isLessThanOrEqualTo(BUDGET);
    }

    assertThat(world.published).as("seed " + seed + ": it was not only refused").isGreaterThan(STEPS / 20);
    assertThat(world.evicted()).as("seed " + seed).isPositive();
  }

  /** The same with real threads, whose order nobody chooses: what holds, holds in any. */
  @Property(tries = 3)
  void manyThreadsStayWithinTheBudget(@ForAll long seed) {
    World world = new World(new Random(seed));

    try (Lane lane = new Lane("storm", 6)) {
      for (int i = 0; i < 300; i++) {
        Bench process = world.processes.getFirst();
        WorkspacePath path = path(i * 7 % FILES);
        lane.start(() -> {
          process.openFile().open(List.of(path));
          world.look();
        });
      }
    }

    assertThat(world.worst()).as("seed " + seed).isLessThanOrEqualTo(BUDGET);
    assertThat(world.evicted()).as("seed " + seed).isPositive();
  }

  private static WorkspacePath path(int file) {
    return WorkspacePath.parse("/f" + file).orElseThrow();
  }

  private static final class World {
    private final Random random;
    private final List<Bench> processes = new ArrayList<>();
    private final List<OnItsWay> onTheirWay = new ArrayList<>();
    private final AtomicLong worst = new AtomicLong();
    private long published;

    private record OnItsWay(Bench process, Fetched fetched) {}

    World(Random random) {
      this.random = random;
      Bench first = new Bench();
      for (int i = 0; i < FILES; i++) {
        first.remote().put("/f" + i, "x".repeat(1 + random.nextInt(250)));
      }
      first.withDiskQuota(BUDGET).cloned();
      processes.add(first);
      processes.add(first.another());
      processes.add(first.another());
      processes.forEach(process -> process.mirror().commits().catchUp());
      first.remote().beforeEach(request -> look());
    }

    void look() {
      worst.accumulateAndGet(processes.getFirst().mirror().contentBytes(), Math::max);
    }

    long worst() {
      look();
      return worst.get();
    }

    long evicted() {
      return processes.getFirst().mirror().records().stream()
          .filter(record -> record instanceof LogRecord.Switched switched
              && switched.origin() == Origin.EVICT)
          .count();
    }

    void step() {
      Bench process = processes.get(random.nextInt(processes.size()));
      process.clock().advance(Duration.ofMillis(random.nextInt(100)));
      switch (random.nextInt(20)) {
        case 0, 1, 2, 3, 4, 5, 6, 7 -> begin(process);
        case 8, 9, 10, 11, 12, 13 -> end();
        case 14 -> process.dehydrated("/f" + random.nextInt(FILES));
        case 15 -> open(process, "/f" + random.nextInt(FILES));
        case 16 -> process.remote().put("/f" + random.nextInt(FILES), "y".repeat(1 + random.nextInt(250)));
        case 17 -> processes.getFirst().cloned();
        case 18 -> process.pinPaths().unpin(List.copyOf(process.mirror().manifest().pins().names()));
        default -> dies();
      }
    }

    private void begin(Bench process) {
      PathEntry entry = process.entry("/f" + random.nextInt(FILES));
      if (entry.state() == PathState.PLACEHOLDER && !isOnItsWay(process, entry.name())) {
        RemoteWorkspace.Lane lane = random.nextBoolean() ? RemoteWorkspace.Lane.EAGER : RemoteWorkspace.Lane.ON_DEMAND;
        Fetched fetched = process.fetcher().fill(entry, lane, Deadline.NEVER, new StopSignal(), FetchGuard.NONE);
        onTheirWay.add(new OnItsWay(process, fetched));
      }
    }

    private void open(Bench process, String name) {
      if (!isOnItsWay(process, name)) {
        process.openFile().open(List.of(WorkspacePath.parse(name).orElseThrow()));
      }
    }

    /** Of a path there is one flight in a process. */
    private boolean isOnItsWay(Bench process, String name) {
      return onTheirWay.stream()
          .anyMatch(one -> one.process() == process && one.fetched().wanted().name().equals(name));
    }

    /** Publishes what one process has on its way, together. */
    private void end() {
      if (onTheirWay.isEmpty()) {
        return;
      }
      Bench process = onTheirWay.get(random.nextInt(onTheirWay.size())).process();
      List<Fetched> batch = new ArrayList<>();
      Set<String> names = new HashSet<>();
      for (OnItsWay one : List.copyOf(onTheirWay)) {
        if (one.process() == process && random.nextInt(3) > 0 && names.add(one.fetched().wanted().name())) {
          batch.add(one.fetched());
          onTheirWay.remove(one);
        }
      }
      published += new Filling(process.fetcher(), process.mirror().commits()).finish(batch, Origin.HYDRATE).stream()
          .flatMap(Optional::stream)
          .filter(HydrationOutcome.Hydrated.class::isInstance)
          .count();
    }

    /** Its bytes stay until somebody finds them, its share is nobody's. */
    private void dies() {
      int which = 1 + random.nextInt(processes.size() - 1);
      Bench dead = processes.get(which);
      onTheirWay.removeIf(one -> one.process() == dead);
      Bench next = processes.getFirst().another();
      dead.mirror().dies();
      next.mirror().commits().catchUp();
      processes.set(which, next);
    }
  }
}
