package io.cistern.application.probe;

import static io.cistern.application.probe.ProbeBench.PLAY;
import static io.cistern.application.probe.ProbeBench.WORK;
import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.domain.probe.HomeName;
import io.cistern.domain.probe.PoolLimits;
import io.cistern.domain.probe.ProviderName;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** Callers, claims, changes of credentials and deaths of helpers, all at once; every path is counted. */
final class ProbeStressTest {
  private static final int CALLERS = 12;
  private static final int ROUNDS = Boolean.getBoolean("cistern.campaign") ? 20_000 : 600;
  private static final List<HomeName> HOMES = List.of(WORK, PLAY, new HomeName("third"));

  /** How a caller got its helper, or why it got none. */
  private enum Path {
    WARM,
    COLD,
    WAITED,
    REFUSED
  }

  @Test
  void noHelperIsLeasedTwiceNoneLeaksAndEveryPathIsReached() throws InterruptedException {
    long seed = Long.getLong("cistern.seed", 20_261_127L);
    System.Logger log = System.getLogger(ProbeStressTest.class.getName());
    log.log(System.Logger.Level.INFO, "seed " + seed);
    ProbeBench bench = new ProbeBench(new PoolLimits(2, 5, Duration.ofMinutes(5)));
    Map<Path, AtomicInteger> paths = new EnumMap<>(Path.class);
    for (Path path : Path.values()) {
      paths.put(path, new AtomicInteger());
    }

    try (var threads = Executors.newFixedThreadPool(CALLERS + 1)) {
      for (int i = 0; i < CALLERS; i++) {
        Random random = new Random(seed + i);
        threads.execute(() -> call(bench, random, paths));
      }
      Random random = new Random(seed - 1);
      threads.execute(() -> disturb(bench, random));
    }

    bench.close();
    log.log(System.Logger.Level.INFO, "paths " + paths + ", started " + bench.helpers.started());
    assertThat(bench.helpers.leasedTwice()).isZero();
    assertThat(paths.values().stream().mapToInt(AtomicInteger::get).sum()).as("none lost").isEqualTo(CALLERS * ROUNDS);
    assertThat(paths).allSatisfy((path, count) -> assertThat(count).as(path.name()).hasPositiveValue());
    assertThat(bench.helpers.alive()).isEmpty();
    while (bench.pool.processes() > 0) {
      Thread.onSpinWait();
    }
  }

  private static void call(ProbeBench bench, Random random, Map<Path, AtomicInteger> paths) {
    for (int round = 0; round < ROUNDS; round++) {
      HomeName home = HOMES.get(random.nextInt(HOMES.size()));
      Duration patience = random.nextInt(4) == 0 ? Duration.ZERO : Duration.ofHours(1);
      Optional<ProbePool.Lease> got = bench.pool.lease(home, bench.in(patience));
      paths.get(path(got)).incrementAndGet();
      got.ifPresent(lease -> use(bench, lease, random));
    }
  }

  private static void use(ProbeBench bench, ProbePool.Lease lease, Random random) {
    try (lease) {
      for (int question = random.nextInt(3); question > 0; question--) {
        lease.ask(ProviderName.BROKER, bench.in(Duration.ofHours(1)));
        LockSupport.parkNanos(random.nextInt(200_000)); // others get at what is left meanwhile
      }
    }
  }

  private static Path path(Optional<ProbePool.Lease> lease) {
    if (lease.isEmpty()) {
      return Path.REFUSED;
    }
    if (lease.get().waited()) {
      return Path.WAITED;
    }
    return lease.get().once() ? Path.COLD : Path.WARM;
  }

  private static void disturb(ProbeBench bench, Random random) {
    for (int i = 0; i < ROUNDS; i++) {
      switch (random.nextInt(4)) {
        case 0 -> bench.pool.invalidate(HOMES.get(random.nextInt(HOMES.size())));
        case 1 -> bench.helpers.alive().stream().findAny().ifPresent(helper -> helper.die());
        case 2 -> bench.pool.endIdle();
        default -> bench.clock.advance(Duration.ofSeconds(random.nextInt(30)));
      }
      LockSupport.parkNanos(random.nextInt(200_000));
    }
  }
}
