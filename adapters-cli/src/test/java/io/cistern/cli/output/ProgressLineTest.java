package io.cistern.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.domain.budget.Passage;
import io.cistern.domain.budget.Passage.Gate;
import io.cistern.domain.quota.Admission;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

final class ProgressLineTest {
  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);

  @Test
  void saysALineEveryFewSecondsInAPipe() {
    OutputFixture output = new OutputFixture(false, false);
    try (ProgressLine progress = progress(output, ProgressLine.Form.LINES)) {
      for (int second = 0; second <= 11; second++) {
        now.set(Instant.EPOCH.plusSeconds(second));
        progress.report("content", second, second * 1024L, OptionalLong.of(20));
      }
    }
    assertThat(output.err().lines()).containsExactly(
        "hydrate: content  5/20 files  5.0 KiB  1.0 KiB/s  ETA 15 s",
        "hydrate: content  10/20 files  10.0 KiB  1.0 KiB/s  ETA 10 s");
    assertThat(output.out()).isEmpty();
  }

  @Test
  void drawsABarAndTakesItAway() {
    OutputFixture output = new OutputFixture(false, true);
    try (ProgressLine progress = progress(output, ProgressLine.Form.BAR)) {
      progress.report("content", 1, 0, OptionalLong.of(2));
    }
    assertThat(output.err()).isEqualTo(
        "\r\u001b[K[============            ] hydrate: content  1/2 files\r\u001b[K");
  }

  @Test
  void theBarGivesWayToTheText() {
    OutputFixture output = new OutputFixture(false, true);
    try (ProgressLine progress = progress(output, ProgressLine.Form.BAR)) {
      progress.report("content, slowly", 0, 0, OptionalLong.of(2000));
      now.set(Instant.EPOCH.plusSeconds(10));
      progress.report("content, slowly", 1000, 10_240, OptionalLong.of(2000));
    }
    assertThat(output.err()).isEqualTo(
        "\r\u001b[K[                 ] hydrate: content, slowly  0/2,000 files"
            + "\r\u001b[Khydrate: content, slowly  1,000/2,000 files  10.0 KiB  1.0…\r\u001b[K");
  }

  @Test
  void showsNoTotalThatIsNotKnown() {
    OutputFixture output = new OutputFixture(false, true);
    progress(output, ProgressLine.Form.BAR).report("names", 12_345, 0, OptionalLong.empty());
    assertThat(output.err()).endsWith("hydrate: names  12,345 files");
  }

  @Test
  void cutsALineThatWouldWrapAndEscapesWhatTheRemoteSaid() {
    OutputFixture output = new OutputFixture(false, true);
    progress(output, ProgressLine.Form.BAR)
        .report("waiting: 503 \u001b[2Jthe broker is much too busy to say more than this", 7, 0, OptionalLong.empty());
    assertThat(output.err()).startsWith("\r\u001b[Khydrate: waiting: 503 \\u001b[2Jthe broker").endsWith("…");
    assertThat(output.err().length()).isEqualTo("\r\u001b[K".length() + 59);
  }

  @Test
  void saysWhichGateARequestWaitsAtAndForHowLongAndNoLonger() {
    OutputFixture output = new OutputFixture(false, false);
    ProgressLine progress = progress(output, ProgressLine.Form.LINES);
    progress.report("content", 0, 0, OptionalLong.of(20));
    for (int second = 1; second <= 21; second++) {
      now.set(Instant.EPOCH.plusSeconds(second));
      if (second <= 15) {
        progress.waits(second <= 5
            ? closed(Gate.PACE, "what is left of requests/h is spread over the time that is left", 12)
            : closed(Gate.HOME, "rate limited by the broker", 70));
      } else {
        progress.report("content", 10, 0, OptionalLong.of(20));
      }
    }
    assertThat(output.err().lines()).containsExactly(
        "hydrate: content  0/20 files  pace: next request in 7 s",
        "hydrate: content  0/20 files  rate limited by the broker: next request in 60 s",
        "hydrate: content  0/20 files  rate limited by the broker: next request in 55 s",
        "hydrate: content  10/20 files  ETA 20 s");
  }

  @Test
  void aProgramIsToldTheGateEvenBeforeAnythingWasDone() {
    OutputFixture output = new OutputFixture(true, false);
    ProgressLine progress = progress(output, ProgressLine.Form.JSON);
    progress.waits(closed(Gate.PACE, "spread", 12));
    now.set(Instant.EPOCH.plusSeconds(1));
    progress.waits(closed(Gate.PACE, "spread", 12));
    now.set(Instant.EPOCH.plusSeconds(4));
    progress.report("content", 1, 0, OptionalLong.empty());
    assertThat(output.out().lines()).containsExactly(
        "{\"type\":\"progress\",\"verb\":\"hydrate\",\"stage\":\"waiting\",\"doneFiles\":0,\"doneBytes\":0,"
            + "\"waiting\":{\"gate\":\"pace\",\"reason\":\"spread\",\"retryAt\":\"1970-01-01T00:00:12Z\"}}",
        "{\"type\":\"progress\",\"verb\":\"hydrate\",\"stage\":\"content\",\"doneFiles\":1,\"doneBytes\":0}");
  }

  private static Passage.Closed closed(Gate gate, String reason, int second) {
    return new Passage.Closed(gate, new Admission.Refused(reason, Instant.EPOCH.plusSeconds(second)));
  }

  @Test
  void aNewStageHasARateOfItsOwnAndWaitingHasNone() {
    OutputFixture output = new OutputFixture(false, false);
    ProgressLine progress = progress(output, ProgressLine.Form.LINES);
    progress.report("names", 0, 0, OptionalLong.empty());
    now.set(Instant.EPOCH.plusSeconds(10));
    progress.report("names", 1000, 0, OptionalLong.empty());
    now.set(Instant.EPOCH.plusSeconds(14));
    progress.report("waiting: busy", 1000, 0, OptionalLong.empty());
    now.set(Instant.EPOCH.plusSeconds(18));
    progress.report("waiting: busy", 1000, 0, OptionalLong.of(2000));
    now.set(Instant.EPOCH.plusSeconds(19));
    progress.report("files", 5, 0, OptionalLong.of(25));
    now.set(Instant.EPOCH.plusSeconds(24));
    progress.report("files", 15, 5120, OptionalLong.of(25));
    assertThat(output.err().lines()).containsExactly(
        "hydrate: names  1,000 files  100 files/s",
        "hydrate: waiting: busy  1,000/2,000 files",
        "hydrate: files  15/25 files  5.0 KiB  1.0 KiB/s  ETA 5 s");
  }

  @Test
  void writesJsonLinesToStandardOutput() {
    OutputFixture output = new OutputFixture(true, false);
    ProgressLine progress = progress(output, ProgressLine.Form.JSON);
    progress.report("content", 0, 0, OptionalLong.empty());
    now.set(Instant.EPOCH.plus(Duration.ofSeconds(2)));
    progress.report("content", 512, 7_340_032, OptionalLong.of(900));
    assertThat(output.out()).isEqualTo("{\"type\":\"progress\",\"verb\":\"hydrate\",\"stage\":\"content\","
        + "\"doneFiles\":512,\"totalFiles\":900,\"doneBytes\":7340032}\n");
  }

  @Test
  void isSilentWhenAskedTo() {
    assertThat(ProgressLine.Form.of(When.AUTO, look(false, true), true)).isEqualTo(ProgressLine.Form.NONE);
    assertThat(ProgressLine.Form.of(When.NEVER, look(true, false), true)).isEqualTo(ProgressLine.Form.NONE);
    assertThat(ProgressLine.Form.of(When.AUTO, look(false, false), false)).isEqualTo(ProgressLine.Form.LINES);
    assertThat(ProgressLine.Form.of(When.ALWAYS, look(false, false), false)).isEqualTo(ProgressLine.Form.BAR);
  }

  private static Look look(boolean json, boolean quiet) {
    return new Look(json, quiet, false, new Style(false), new Style(false));
  }

  private ProgressLine progress(OutputFixture output, ProgressLine.Form form) {
    return new ProgressLine(output.printer(), now::get, "hydrate", form, 60);
  }
}
