package io.cistern.domain.trash;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.domain.journal.Sequence;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrashRuleTest {
  private static final Instant NOW = Instant.parse("2025-06-10T12:00:00Z");
  private static final TrashRule RULE = new TrashRule(Duration.ofDays(7), 100);

  @Test
  void whatNobodyTouchedForAWeekMayGo() {
    TrashedFile old = file(1, 10, 7);
    TrashedFile young = file(2, 10, 6);

    assertThat(RULE.due(List.of(young, old), NOW)).containsExactly(new TrashRule.Due(old, true));
  }

  @Test
  void theOldestMakeRoomForTheRestAndNoMoreOfThemThanItTakes() {
    assertThat(RULE.due(List.of(file(3, 50, 1), file(1, 50, 3), file(2, 50, 2)), NOW))
        .containsExactly(new TrashRule.Due(file(1, 50, 3), false));
  }

  @Test
  void whatGoesForItsAgeMakesRoomToo() {
    assertThat(RULE.due(List.of(file(1, 80, 9), file(2, 80, 1)), NOW))
        .containsExactly(new TrashRule.Due(file(1, 80, 9), true));
  }

  private static TrashedFile file(long at, long size, long daysAgo) {
    return new TrashedFile(new Sequence(at), 0, size, NOW.minus(Duration.ofDays(daysAgo)));
  }
}
