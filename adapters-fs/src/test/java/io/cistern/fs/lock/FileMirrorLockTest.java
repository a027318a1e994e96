package io.cistern.fs.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cistern.application.port.HeldLock;
import io.cistern.application.port.HeldPass;
import io.cistern.application.port.MirrorLock.Pass;
import io.cistern.application.port.Pauses;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.failure.InvariantViolated;
import io.cistern.domain.time.Deadline;
import io.cistern.fs.disk.Disk;
import io.cistern.fs.disk.DiskException;
import io.cistern.fs.disk.DiskException.Kind;
import io.cistern.fs.layout.MirrorLayout;
import io.cistern.fs.testing.ProcessKilled;
import io.cistern.fs.testing.SimDisk;
import io.cistern.fs.testing.SimOptions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class FileMirrorLockTest {
  private static final Deadline AT_ONCE = new Deadline(Instant.EPOCH);
  private static final Deadline SOON = new Deadline(Instant.EPOCH.plus(Duration.ofSeconds(10)));
  private static final long SEED = 7;

  private final Set<Long> dead = new HashSet<>();
  private final Time time = new Time();
  private final SimDisk sim = new SimDisk(SimOptions.PLAIN, time);
  private final FileMirrorLock ours = lock("A", 11);
  private final FileMirrorLock theirs = lock("B", 22);

  /** A clock that moves when someone waits, and remembers how long they did. */
  private static final class Time implements InstantSource, Pauses {
    private Instant now = Instant.EPOCH;
    private final List<Duration> waits = new ArrayList<>();

    @Override
    public synchronized Instant instant() {
      return now;
    }

    @Override
    public void until(Instant wake) {
      synchronized (this) {
        waits.add(Duration.between(now, wake));
        now = wake.isAfter(now) ? wake : now;
      }
    }
  }

  private FileMirrorLock lock(String process, long number) {
    return new FileMirrorLock(
        sim.process(process), new Caller(number, "cistern " + process), time, time, new Random(SEED),
        who -> !dead.contains(who));
  }

  @BeforeEach
  void makeTheLocksDirectory() throws DiskException {
    Disk disk = sim.process("init");
    disk.makeDirectory(MirrorLayout.CONTROL, 0x1c0);
    disk.makeDirectory(MirrorLayout.LOCKS, 0x1c0);
  }

  @Test
  void isHeldByOneAtATime() {
    HeldLock held = ours.acquire(AT_ONCE).orElseThrow();
    held.ensureValid();
    assertThat(theirs.acquire(AT_ONCE)).isEmpty();
    assertThat(theirs.holder()).contains("process 11 (cistern A) since 1970-01-01T00:00:00Z");
    held.close();
    held.close();
    assertThat(theirs.holder()).isEmpty();
    assertThat(theirs.acquire(AT_ONCE)).isPresent();
  }

  @Test
  void givesUpAtTheDeadlineAndNotMuchBefore() {
    try (HeldLock held = ours.acquire(AT_ONCE).orElseThrow()) {
      assertThat(theirs.acquire(SOON)).isEmpty();
      assertThat(time.instant()).isEqualTo(SOON.at());
      assertThat(time.waits).allMatch(wait -> wait.compareTo(Duration.ofMillis(25)) <= 0);
      assertThat(time.waits.stream().distinct().count()).isGreaterThan(10);
      held.ensureValid();
    }
  }

  @Test
  void takesTheLockAsSoonAsTheOtherProcessLeavesIt() {
    HeldLock held = ours.acquire(AT_ONCE).orElseThrow();
    sim.before(sim.steps() + 5, held::close);
    assertThat(theirs.acquire(SOON)).isPresent();
  }

  @Test
  void refusesToBeTakenTwiceByOneThread() {
    try (HeldLock held = ours.acquire(AT_ONCE).orElseThrow()) {
      assertThatThrownBy(() -> ours.acquire(AT_ONCE)).isInstanceOf(InvariantViolated.class);
      assertThatThrownBy(() -> ours.tryPass(Pass.COMPACTION)).isInstanceOf(InvariantViolated.class);
      held.ensureValid();
    }
  }

  @Test
  void servesThreadsInOrder() throws InterruptedException {
    HeldLock held = ours.acquire(AT_ONCE).orElseThrow();
    List<Integer> served = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      int number = i;
      threads.add(Thread.ofPlatform().start(() -> {
        try (HeldLock mine = ours.acquire(Deadline.NEVER).orElseThrow()) {
          served.add(number);
          mine.ensureValid();
        }
      }));
      while (ours.waiting() <= number) {
        Thread.onSpinWait();
      }
    }
    held.close();
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(served).containsExactly(0, 1, 2, 3, 4);
  }

  @Test
  void runsOnePassOfAKindAcrossProcesses() {
    HeldPass pass = ours.tryPass(Pass.HYDRATION).orElseThrow();
    assertThat(theirs.tryPass(Pass.HYDRATION)).isEmpty();
    assertThat(ours.tryPass(Pass.HYDRATION)).isEmpty();
    assertThat(theirs.holder(Pass.HYDRATION)).hasValueSatisfying(holder -> assertThat(holder).contains("11"));
    assertThat(theirs.tryPass(Pass.COMPACTION)).isPresent();
    pass.close();
    pass.close();
    assertThat(theirs.holder(Pass.HYDRATION)).isEmpty();
    assertThat(theirs.tryPass(Pass.HYDRATION)).isPresent();
  }

  @Test
  void namesNobodyAsHolderWhoIsDead() {
    HeldPass pass = ours.tryPass(Pass.HYDRATION).orElseThrow();
    HeldLock held = ours.acquire(AT_ONCE).orElseThrow();
    assertThat(theirs.holder()).isPresent();

    dead.add(11L);

    assertThat(theirs.holder(Pass.HYDRATION)).isEmpty();
    assertThat(theirs.holder()).isEmpty();
    held.close();
    pass.close();
  }

  @Test
  void refusesBootstrapAndHydrationOnOneThread() {
    try (HeldPass bootstrap = ours.tryPass(Pass.BOOTSTRAP).orElseThrow()) {
      assertThatThrownBy(() -> ours.tryPass(Pass.HYDRATION)).isInstanceOf(InvariantViolated.class);
      assertThat(ours.tryPass(Pass.COMPACTION)).isPresent();
      assertThat(ours.acquire(AT_ONCE)).isPresent();
      assertThat(bootstrap).isNotNull();
    }
  }

  @Test
  void saysWhenItWasLost() throws DiskException {
    HeldLock held = ours.acquire(AT_ONCE).orElseThrow();
    sim.person().delete(MirrorLayout.lock("mirror"));
    assertThatThrownBy(held::ensureValid).isInstanceOfSatisfying(
        CisternException.class, lost -> assertThat(lost.failure()).isInstanceOf(Failure.LocalIo.class));
    held.close();
    assertThatThrownBy(held::ensureValid).isInstanceOf(CisternException.class);
  }

  @Test
  void isOfNoUseAfterAFailedForce() throws DiskException {
    HeldLock held = ours.acquire(AT_ONCE).orElseThrow();
    sim.failAt(sim.steps() + 1, Kind.OTHER);
    assertThatThrownBy(() -> sim.process("A").forceDirectory("")).isInstanceOf(DiskException.class);
    assertThatThrownBy(held::ensureValid).isInstanceOfSatisfying(
        CisternException.class, lost -> assertThat(lost.failure()).isInstanceOf(Failure.MirrorTainted.class));
    held.close();
    assertThatThrownBy(() -> ours.acquire(AT_ONCE)).isInstanceOf(CisternException.class);
    try (HeldLock next = theirs.acquire(AT_ONCE).orElseThrow()) {
      assertThat(theirs.previousHolderLeftCleanly()).isFalse();
      next.ensureValid();
    }
  }

  @Test
  void knowsThatTheLastHolderLeftInGoodOrder() {
    try (HeldLock first = ours.acquire(AT_ONCE).orElseThrow()) {
      assertThat(ours.previousHolderLeftCleanly()).as("nobody held it before").isFalse();
      first.ensureValid();
    }
    try (HeldLock second = theirs.acquire(AT_ONCE).orElseThrow()) {
      assertThat(theirs.previousHolderLeftCleanly()).isTrue();
      second.ensureValid();
    }
    assertThatThrownBy(ours::previousHolderLeftCleanly).isInstanceOf(InvariantViolated.class);
  }

  @Test
  void neverTakesADeadHolderForOneThatLeft() {
    ours.acquire(AT_ONCE).orElseThrow().close();
    HeldLock held = ours.acquire(AT_ONCE).orElseThrow();
    assertThat(ours.previousHolderLeftCleanly()).isTrue();
    sim.kill("A");
    assertThatThrownBy(held::ensureValid).isInstanceOf(ProcessKilled.class);
    try (HeldLock next = theirs.acquire(AT_ONCE).orElseThrow()) {
      assertThat(theirs.previousHolderLeftCleanly()).isFalse();
      next.ensureValid();
    }
  }

  @Test
  void takesAHalfWrittenNoteForThatOfADeadHolder() {
    ours.acquire(AT_ONCE).orElseThrow().close();
    long steps = sim.steps();
    ours.acquire(AT_ONCE).orElseThrow().close();
    long write = sim.trace().stream()
        .filter(step -> step.number() > steps && step.what().equals("write")).findFirst().orElseThrow().number();
    sim.killInside(sim.steps() + write - steps);
    assertThatThrownBy(() -> ours.acquire(AT_ONCE)).isInstanceOf(ProcessKilled.class);
    try (HeldLock next = theirs.acquire(AT_ONCE).orElseThrow()) {
      assertThat(theirs.previousHolderLeftCleanly()).isFalse();
      next.ensureValid();
    }
  }

  @Test
  void keepsLineBreaksOfACommandOutOfItsNote() {
    FileMirrorLock odd = new FileMirrorLock(
        sim.process("C"), new Caller(3, "a\nstate=released\n" + "x".repeat(5000)), time, time, new Random(SEED),
        who -> !dead.contains(who));
    try (HeldLock held = odd.acquire(AT_ONCE).orElseThrow()) {
      assertThat(ours.holder()).hasValueSatisfying(
          holder -> assertThat(holder).startsWith("process 3 (a state=released ").hasSizeLessThan(200));
      held.ensureValid();
    }
  }
}
