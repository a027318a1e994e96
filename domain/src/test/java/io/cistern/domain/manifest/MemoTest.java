package io.cistern.domain.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MemoTest {
  private static final long CHANGED = 1_000_000_000L;

  @Test
  void provesAFileThatLooksTheSame() {
    Memo memo = Memo.lookedAt(1, 2, 3, CHANGED, CHANGED + Memo.TICK_NANOS);

    assertThat(memo.proves(new Memo(1, 2, 3, CHANGED, false))).isTrue();
  }

  @Test
  void provesNothingOfAFileThatDiffersInAnyRespect() {
    Memo memo = Memo.lookedAt(1, 2, 3, CHANGED, CHANGED + Memo.TICK_NANOS);

    assertThat(memo.proves(new Memo(9, 2, 3, CHANGED, false))).isFalse();
    assertThat(memo.proves(new Memo(1, 9, 3, CHANGED, false))).isFalse();
    assertThat(memo.proves(new Memo(1, 2, 9, CHANGED, false))).isFalse();
    assertThat(memo.proves(new Memo(1, 2, 3, CHANGED + 1, false))).isFalse();
  }

  @Test
  void provesNothingWhenTakenInTheTickOfTheChange() {
    Memo memo = Memo.lookedAt(1, 2, 3, CHANGED, CHANGED + Memo.TICK_NANOS - 1);

    assertThat(memo.proves(new Memo(1, 2, 3, CHANGED, false))).isFalse();
  }
}
