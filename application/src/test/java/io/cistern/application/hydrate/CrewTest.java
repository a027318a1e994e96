package io.cistern.application.hydrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cistern.application.testing.Latches;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class CrewTest {
  private final Set<Integer> done = ConcurrentHashMap.newKeySet();

  @Test
  void whatWaitsIsBegunByWhoeverIsFree() {
    CountDownLatch go = new CountDownLatch(1);
    CountDownLatch all = new CountDownLatch(5);
    try (Crew<Integer> crew = new Crew<>("crew", 2, task -> {
      Latches.await(go);
      done.add(task);
      all.countDown();
    })) {
      List.of(1, 2, 3, 4, 5).forEach(crew::hand);
      go.countDown();
      Latches.await(all);
    }
    assertThat(done).containsExactlyInAnyOrder(1, 2, 3, 4, 5);
  }

  @Test
  void whatIsTakenBackIsNotBegun() {
    CountDownLatch go = new CountDownLatch(1);
    try (Crew<Integer> crew = new Crew<>("crew", 1, task -> {
      Latches.await(go);
      done.add(task);
    })) {
      List.of(1, 2, 3).forEach(crew::hand);

      assertThat(crew.takeBack()).containsExactly(2, 3);
      go.countDown();
    }
    assertThat(done).containsExactly(1);
  }

  @Test
  void anErrorStopsNoOtherTaskAndIsThrownAtTheEnd() {
    CountDownLatch go = new CountDownLatch(1);
    CountDownLatch others = new CountDownLatch(2);
    Crew<Integer> crew = new Crew<>("crew", 1, task -> {
      Latches.await(go);
      if (task == 1) {
        throw new IllegalStateException("planted");
      }
      done.add(task);
      others.countDown();
    });
    List.of(1, 2, 3).forEach(crew::hand);
    go.countDown();
    Latches.await(others);

    assertThatThrownBy(crew::close).isInstanceOf(IllegalStateException.class).hasMessage("planted");
    assertThat(done).containsExactlyInAnyOrder(2, 3);
  }
}
