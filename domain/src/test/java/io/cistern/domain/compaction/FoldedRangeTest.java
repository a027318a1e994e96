package io.cistern.domain.compaction;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.domain.journal.Sequence;
import org.junit.jupiter.api.Test;

class FoldedRangeTest {
  private static final FoldedRange FOLDED = new FoldedRange("m", 7, new Sequence(40), 5, 99);

  @Test
  void fitsWhileTheLogOnlyGrew() {
    assertThat(FOLDED.stale(FOLDED)).isEmpty();
    assertThat(FOLDED.stale(new FoldedRange("m", 7, new Sequence(4000), 5, 99))).isEmpty();
  }

  @Test
  void isStaleOnAnotherMirror() {
    assertThat(FOLDED.stale(new FoldedRange("n", 7, new Sequence(40), 5, 99))).get().asString().contains("mirror");
  }

  @Test
  void isStaleAfterASwitchAlsoAfterOneAwayAndBack() {
    assertThat(FOLDED.stale(new FoldedRange("m", 8, new Sequence(40), 5, 99))).get().asString().contains("8", "7");
    assertThat(FOLDED.stale(new FoldedRange("m", 9, new Sequence(40), 5, 99))).as("away and back").isPresent();
  }

  @Test
  void isStaleWhenTheLogBehindItIsAnother() {
    assertThat(FOLDED.stale(new FoldedRange("m", 7, new Sequence(40), 5, 98))).as("made anew").isPresent();
    assertThat(FOLDED.stale(new FoldedRange("m", 7, new Sequence(40), -1, 0))).as("gone").isPresent();
    assertThat(FOLDED.stale(new FoldedRange("m", 7, new Sequence(39), 5, 99))).as("shorter").isPresent();
  }
}
