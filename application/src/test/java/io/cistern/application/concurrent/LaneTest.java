package io.cistern.application.concurrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cistern.application.commit.Change;
import io.cistern.application.port.Manifest;
import io.cistern.application.testing.InMemoryMirror;
import io.cistern.application.testing.Latches;
import io.cistern.application.testing.ManualClock;
import io.cistern.domain.failure.InvariantViolated;
import io.cistern.domain.journal.RecordGroup;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LaneTest {
  @Test
  void runsNoMoreTasksAtATimeThanItIsWide() {
    AtomicInteger running = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    try (Lane lane = new Lane("test", 3)) {
      for (int i = 0; i < 200; i++) {
        lane.start(() -> {
          most.accumulateAndGet(running.incrementAndGet(), Math::max);
          running.decrementAndGet();
        });
      }
    }

    assertThat(most.get()).isBetween(1, 3);
    assertThat(running.get()).isZero();
  }

  @Test
  void runsOnPlatformDaemonThreads() {
    Thread[] seen = new Thread[1];
    try (Lane lane = new Lane("test", 1)) {
      lane.start(() -> seen[0] = Thread.currentThread());
    }

    assertThat(seen[0].isVirtual()).isFalse();
    assertThat(seen[0].isDaemon()).isTrue();
    assertThat(seen[0].getName()).startsWith("test-");
  }

  @Test
  void answersAtOnceWhenNoPlaceIsFree() {
    CountDownLatch goOn = new CountDownLatch(1);
    try (Lane lane = new Lane("test", 1)) {
      assertThat(lane.tryStart(() -> Latches.await(goOn))).isTrue();
      assertThat(lane.tryStart(() -> {})).isFalse();
      goOn.countDown();
    }
  }

  @Test
  void closingWaitsForTheTasksAndThrowsTheirFirstErrorWithTheOthersInIt() {
    Lane lane = new Lane("test", 1);
    lane.start(() -> {
      throw new IllegalStateException("first");
    });
    lane.start(() -> {
      throw new InvariantViolated("second");
    });

    assertThatThrownBy(lane::close)
        .hasMessage("first")
        .satisfies(thrown -> assertThat(thrown.getSuppressed()).hasSize(1));
    lane.close();
  }

  @Test
  void refusesToStartUnderTheMirrorLock() {
    InMemoryMirror mirror = new InMemoryMirror(new ManualClock());
    try (Lane lane = new Lane("test", 1)) {
      Change starting = new Change() {
        @Override
        public Set<String> names() {
          return Set.of("/a");
        }

        @Override
        public Optional<RecordGroup> decide(Manifest manifest) {
          lane.start(() -> {});
          return Optional.empty();
        }
      };

      assertThatThrownBy(() -> mirror.commits().commit(starting)).isInstanceOf(InvariantViolated.class);
    }
  }
}
