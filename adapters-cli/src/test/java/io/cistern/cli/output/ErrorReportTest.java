package io.cistern.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.failure.InvariantViolated;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ErrorReportTest {
  private static final Failure LIMITED = new Failure.Remote(
      Failure.RemoteCode.REMOTE_RATE_LIMITED, Optional.empty(), "the broker asks to wait\u001b[2J",
      Optional.of(Instant.parse("2026-11-20T17:40:11Z")));

  @Test
  void saysWhatAndTheNextCommandInTwoLines() {
    OutputFixture output = new OutputFixture(false, true);

    int code = new ErrorReport(output.printer(), "clone", 130).report(new CisternException(LIMITED));

    assertThat(code).isEqualTo(5);
    assertThat(output.err()).isEqualTo("""
        cistern: the broker asks to wait\\u001b[2J
          run the same command again later, it goes on from there
        """);
    assertThat(output.out()).isEmpty();
  }

  @Test
  void isOneObjectOnStandardErrorWithJson() {
    OutputFixture output = new OutputFixture(true, false);

    new ErrorReport(output.printer(), "clone", 130).report(new CisternException(LIMITED));

    assertThat(output.err()).isEqualTo("{\"type\":\"error\",\"code\":\"REMOTE_RATE_LIMITED\",\"exitCode\":5,"
        + "\"retryable\":true,\"notBefore\":\"2026-11-20T17:40:11Z\",\"path\":null,"
        + "\"message\":\"the broker asks to wait\\u001B[2J\","
        + "\"hint\":\"run the same command again later, it goes on from there\"}\n");
  }

  @Test
  void aBugIsInternalAndShowsItsTraceOnlyWhenAskedFor() {
    OutputFixture plain = new OutputFixture(false, false);
    assertThat(new ErrorReport(plain.printer(), "", 130).report(new InvariantViolated("I8: no"))).isEqualTo(1);
    assertThat(plain.err()).startsWith("cistern: a fault in cistern itself: I8: no\n").doesNotContain("\tat ");

    OutputFixture traced = new OutputFixture(false, false, false, true);
    new ErrorReport(traced.printer(), "", 130).report(new InvariantViolated("I8: no"));
    assertThat(traced.err()).contains("\tat io.cistern");
  }
}
