package io.cistern.domain.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.domain.publish.PublishTable.Destination;
import io.cistern.domain.publish.PublishTable.Source;
import io.cistern.domain.publish.PublishTable.Staged;
import io.cistern.domain.publish.PublishTable.Step;
import io.cistern.domain.publish.PublishTable.Trash;
import io.cistern.domain.publish.PublishTable.Visible;
import java.util.EnumSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.GenerationMode;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PublishTableTest {
  @ParameterizedTest
  @CsvSource({
      // absent expected, staged, visible, trash → step
      "true,  NOTHING,   OTHER,     NOTHING,  SETTLE",
      "false, OTHER,     NEW_BYTES, NOTHING,  SETTLE",
      "false, OTHER,     EXPECTED,  NOTHING,  SETTLE",
      "true,  SAME_FILE, NEW_BYTES, NOTHING,  NOTHING_TO_DO",
      "false, SAME_FILE, NEW_BYTES, EXPECTED, SETTLE",
      "false, NEW_BYTES, NEW_BYTES, NOTHING,  NOTHING_TO_DO",
      "true,  NEW_BYTES, ABSENT,    NOTHING,  LINK",
      "false, NEW_BYTES, ABSENT,    NOTHING,  YIELD",
      "false, NEW_BYTES, ABSENT,    EXPECTED, LINK",
      "false, NEW_BYTES, ABSENT,    OTHER,    SETTLE",
      "false, NEW_BYTES, EXPECTED,  NOTHING,  EXCHANGE",
      "false, NEW_BYTES, OTHER,     NOTHING,  YIELD",
      "true,  NEW_BYTES, OTHER,     NOTHING,  YIELD",
  })
  void decidesEachRowOfTheTableForContent(
      boolean absentExpected, Staged staged, Visible visible, Trash trash, Step step) {
    assertThat(PublishTable.forBytes(absentExpected, staged, visible, trash, true)).isEqualTo(step);
  }

  @ParameterizedTest
  @CsvSource({
      "ABSENT,    NOTHING,  NOTHING_TO_DO",
      "EXPECTED,  NOTHING,  MOVE_TO_TRASH",
      "OTHER,     NOTHING,  YIELD",
      "NEW_BYTES, NOTHING,  YIELD",
      "ABSENT,    EXPECTED, SETTLE",
      "EXPECTED,  EXPECTED, SETTLE",
      "OTHER,     OTHER,    SETTLE",
  })
  void decidesEachRowOfTheTableForARemoval(Visible visible, Trash trash, Step step) {
    assertThat(PublishTable.forNothing(visible, trash)).isEqualTo(step);
  }

  @ParameterizedTest
  @CsvSource({
      "NOTHING,   OTHER,     NOTHING,  SETTLE",
      "OTHER,     NEW_BYTES, NOTHING,  SETTLE",
      "SAME_FILE, NEW_BYTES, NOTHING,  NOTHING_TO_DO",
      "SAME_FILE, NEW_BYTES, EXPECTED, SETTLE",
      "NEW_BYTES, EXPECTED,  NOTHING,  EXCHANGE",
      "NEW_BYTES, NEW_BYTES, NOTHING,  YIELD",
      "NEW_BYTES, NEW_BYTES, EXPECTED, SETTLE",
      "NEW_BYTES, OTHER,     NOTHING,  YIELD",
      "NEW_BYTES, ABSENT,    NOTHING,  YIELD",
      "NEW_BYTES, ABSENT,    EXPECTED, LINK",
      "NEW_BYTES, ABSENT,    OTHER,    SETTLE",
  })
  void decidesEachRowOfTheTableForContentThatIsGivenBack(Staged staged, Visible visible, Trash trash, Step step) {
    assertThat(PublishTable.forDehydrated(staged, visible, trash, true)).isEqualTo(step);
  }

  @Property(generation = GenerationMode.EXHAUSTIVE)
  void givesBackNothingButWhatItExpects(
      @ForAll Staged staged, @ForAll Visible visible, @ForAll Trash trash, @ForAll boolean exchangeable) {
    Step step = PublishTable.forDehydrated(staged, visible, trash, exchangeable);

    if (step == Step.EXCHANGE || step == Step.MOVE_TO_TRASH) {
      assertThat(visible).isEqualTo(Visible.EXPECTED);
      assertThat(staged).isEqualTo(Staged.NEW_BYTES);
    }
    if (step == Step.LINK) {
      assertThat(visible).isEqualTo(Visible.ABSENT);
      assertThat(trash).isEqualTo(Trash.EXPECTED);
    }
    assertThat(step).isNotEqualTo(Step.CREATE);
    assertThat(step).isNotEqualTo(exchangeable ? Step.MOVE_TO_TRASH : Step.EXCHANGE);
  }

  @ParameterizedTest
  @CsvSource({"ABSENT, CREATE", "NEW_BYTES, NOTHING_TO_DO", "OTHER, YIELD", "EXPECTED, YIELD"})
  void decidesEachRowOfTheTableForAPlaceholder(Visible visible, Step step) {
    assertThat(PublishTable.forPlaceholder(visible)).isEqualTo(step);
  }

  @ParameterizedTest
  @CsvSource({
      "EXPECTED, ABSENT,      MOVE",
      "ABSENT,   ABSENT,      YIELD",
      "OTHER,    ABSENT,      YIELD",
      "ABSENT,   MOVED_BYTES, NOTHING_TO_DO",
      "OTHER,    MOVED_BYTES, NOTHING_TO_DO",
      "EXPECTED, MOVED_BYTES, YIELD",
      "EXPECTED, SAME_FILE,   NOTHING_TO_DO",
      "EXPECTED, OTHER,       YIELD",
      "ABSENT,   OTHER,       YIELD",
  })
  void decidesEachRowOfTheTableForTheNewNameOfAMove(Source source, Destination destination, Step step) {
    assertThat(PublishTable.forMovedFrom(source, destination, true)).isEqualTo(step);
  }

  @ParameterizedTest
  @CsvSource({
      "ABSENT,   MOVED_BYTES, NOTHING,  NOTHING_TO_DO",
      "ABSENT,   ABSENT,      NOTHING,  YIELD",
      "ABSENT,   OTHER,       NOTHING,  YIELD",
      "EXPECTED, SAME_FILE,   NOTHING,  MOVE_TO_TRASH",
      "EXPECTED, MOVED_BYTES, NOTHING,  YIELD",
      "EXPECTED, ABSENT,      NOTHING,  YIELD",
      "OTHER,    MOVED_BYTES, NOTHING,  YIELD",
      "ABSENT,   MOVED_BYTES, EXPECTED, SETTLE",
      "OTHER,    MOVED_BYTES, OTHER,    SETTLE",
  })
  void decidesEachRowOfTheTableForTheOldNameOfAMove(
      Source source, Destination destination, Trash trash, Step step) {
    assertThat(PublishTable.forMovedTo(source, destination, trash)).isEqualTo(step);
  }

  @Property(generation = GenerationMode.EXHAUSTIVE)
  void flawF18AMoveReplacesNothingAndTakesOnlyWhatItExpects(
      @ForAll Source source, @ForAll Destination destination, @ForAll Trash trash, @ForAll boolean renames) {
    Step arrival = PublishTable.forMovedFrom(source, destination, renames);
    Step departure = PublishTable.forMovedTo(source, destination, trash);

    if (arrival == Step.MOVE || arrival == Step.LINK_SOURCE) {
      assertThat(destination).isEqualTo(Destination.ABSENT);
      assertThat(source).isEqualTo(Source.EXPECTED);
      assertThat(arrival == Step.MOVE).isEqualTo(renames);
    }
    if (departure == Step.MOVE_TO_TRASH) {
      assertThat(destination).isEqualTo(Destination.SAME_FILE);
    }
    if (departure == Step.NOTHING_TO_DO) {
      assertThat(arrival).as("nothing is said to have gone that did not arrive").isEqualTo(Step.NOTHING_TO_DO);
    }
  }

  @Property(generation = GenerationMode.EXHAUSTIVE)
  void neverTakesANameFromSomeoneElse(
      @ForAll boolean absentExpected, @ForAll Staged staged, @ForAll Visible visible, @ForAll Trash trash,
      @ForAll boolean exchangeable) {
    Step step = PublishTable.forBytes(absentExpected, staged, visible, trash, exchangeable);

    EnumSet<Step> takesTheName = EnumSet.of(Step.EXCHANGE, Step.MOVE_TO_TRASH);
    if (takesTheName.contains(step)) {
      assertThat(visible).isEqualTo(Visible.EXPECTED);
    }
    if (step == Step.LINK) {
      assertThat(visible).isEqualTo(Visible.ABSENT);
    }
  }

  @Property(generation = GenerationMode.EXHAUSTIVE)
  void neverPublishesTwice(
      @ForAll boolean absentExpected, @ForAll Staged staged, @ForAll Visible visible, @ForAll Trash trash,
      @ForAll boolean exchangeable) {
    Step step = PublishTable.forBytes(absentExpected, staged, visible, trash, exchangeable);

    if (staged != Staged.NEW_BYTES) {
      assertThat(step).isIn(Step.SETTLE, Step.NOTHING_TO_DO);
    }
  }

  @Property(generation = GenerationMode.EXHAUSTIVE)
  void exchangesOnlyWhereTheFileSystemCan(
      @ForAll boolean absentExpected, @ForAll Staged staged, @ForAll Visible visible, @ForAll Trash trash) {
    assertThat(PublishTable.forBytes(absentExpected, staged, visible, trash, false)).isNotEqualTo(Step.EXCHANGE);
    assertThat(PublishTable.forBytes(absentExpected, staged, visible, trash, true)).isNotEqualTo(Step.MOVE_TO_TRASH);
  }
}
