package io.cistern.application.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cistern.application.port.HeldLock;
import io.cistern.application.port.HeldPass;
import io.cistern.application.port.MirrorLock.Pass;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.InvariantViolated;
import io.cistern.domain.time.Deadline;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the locks of a mirror have to do. */
public abstract class MirrorLockContract {
  private static final Deadline AT_ONCE = new Deadline(Instant.EPOCH);

  private MirrorFixture mirror;
  private MirrorFixture other;

  /** A fresh, empty mirror; {@link MirrorFixture#another} must be one that locks against it. */
  protected abstract MirrorFixture create();

  @BeforeEach
  void open() {
    mirror = create();
    other = mirror.another();
  }

  @AfterEach
  void close() {
    other.close();
    mirror.close();
  }

  @Test
  void oneHolderAtATime() {
    HeldLock held = mirror.lock().acquire(Deadline.NEVER).orElseThrow();
    assertThat(onAnotherThread(other)).isFalse();
    assertThat(mirror.lock().holder()).isPresent();
    assertThat(other.lock().holder()).isPresent();

    held.close();

    assertThat(onAnotherThread(other)).isTrue();
    assertThat(mirror.lock().holder()).isEmpty();
  }

  @Test
  void aHeldLockIsValidUntilItIsClosed() {
    HeldLock held = mirror.lock().acquire(Deadline.NEVER).orElseThrow();
    assertThatCode(held::ensureValid).doesNotThrowAnyException();
    held.close();
    held.close();

    assertThatThrownBy(held::ensureValid).isInstanceOf(CisternException.class);
  }

  @Test
  void takingItTwiceOnOneThreadIsABug() {
    try (HeldLock _ = mirror.lock().acquire(Deadline.NEVER).orElseThrow()) {
      assertThatThrownBy(() -> mirror.lock().acquire(AT_ONCE)).isInstanceOf(InvariantViolated.class);
      assertThatThrownBy(() -> mirror.lock().tryPass(Pass.HYDRATION)).isInstanceOf(InvariantViolated.class);
    }
  }

  @Test
  void onePassOfAKindAtATime() {
    HeldPass pass = mirror.lock().tryPass(Pass.HYDRATION).orElseThrow();
    assertThat(other.lock().tryPass(Pass.HYDRATION)).isEmpty();
    assertThat(mirror.lock().tryPass(Pass.HYDRATION)).isEmpty();
    assertThat(other.lock().holder(Pass.HYDRATION)).isPresent();
    Optional<HeldPass> compaction = other.lock().tryPass(Pass.COMPACTION);
    assertThat(compaction).isPresent();

    pass.close();
    pass.close();

    Optional<HeldPass> next = other.lock().tryPass(Pass.HYDRATION);
    assertThat(next).isPresent();
    assertThat(mirror.lock().tryPass(Pass.HYDRATION)).isEmpty();
    next.get().close();
    compaction.get().close();
    assertThat(mirror.lock().holder(Pass.HYDRATION)).isEmpty();
  }

  private static boolean onAnotherThread(MirrorFixture mirror) {
    boolean[] got = new boolean[1];
    Thread thread = Thread.ofPlatform().start(() -> {
      Optional<HeldLock> held = mirror.lock().acquire(AT_ONCE);
      got[0] = held.isPresent();
      held.ifPresent(HeldLock::close);
    });
    try {
      thread.join();
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
    return got[0];
  }
}
