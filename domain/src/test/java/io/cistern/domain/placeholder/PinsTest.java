package io.cistern.domain.placeholder;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PinsTest {
  private static final Pins PINS = Pins.of(List.of("/docs", "/docs/deep/down", "/a.txt"));

  @Test
  void aPinCoversItselfAndEverythingBelowIt() {
    assertThat(PINS.over("/docs")).contains("/docs");
    assertThat(PINS.over("/docs/plan.md")).contains("/docs");
    assertThat(PINS.over("/docs/deep/other")).contains("/docs");
    assertThat(PINS.over("/a.txt")).contains("/a.txt");
  }

  @Test
  void theNearestPinIsNamed() {
    assertThat(PINS.over("/docs/deep/down/x")).contains("/docs/deep/down");
  }

  @Test
  void aNameThatOnlyBeginsAlikeIsNotCovered() {
    assertThat(PINS.over("/docs2/plan.md")).isEmpty();
    assertThat(PINS.over("/a.txt2")).isEmpty();
    assertThat(Pins.NONE.over("/docs")).isEmpty();
  }

  @Test
  void theRootCoversAll() {
    assertThat(PINS.with("/").over("/elsewhere/x")).contains("/");
    assertThat(PINS.with("/").without("/").over("/elsewhere/x")).isEmpty();
  }
}
