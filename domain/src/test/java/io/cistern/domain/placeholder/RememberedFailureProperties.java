package io.cistern.domain.placeholder;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.NotBlank;

class RememberedFailureProperties {
  @Property
  void whatWasKeptIsReadAgain(
      @ForAll @NotBlank String why, @ForAll @LongRange(min = 0, max = 4_000_000_000_000L) long millis) {
    RememberedFailure failure = new RememberedFailure(why, Optional.of(Instant.ofEpochMilli(millis)));

    assertThat(RememberedFailure.parse(failure.text())).isEqualTo(failure);
  }

  @Property
  void everyTextIsAReason(@ForAll String text) {
    assertThat(RememberedFailure.parse(text).text()).isEqualTo(text);
  }

  @Example
  void aTextThatOnlyLooksLikeAMomentIsAReason() {
    RememberedFailure failure = RememberedFailure.parse("busy; not before noon");

    assertThat(failure.why()).isEqualTo("busy; not before noon");
    assertThat(failure.notBefore()).isEmpty();
  }
}
