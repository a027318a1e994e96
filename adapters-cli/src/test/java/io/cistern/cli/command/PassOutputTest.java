package io.cistern.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.application.hydrate.HydrateItem;
import io.cistern.application.hydrate.HydrateReport;
import io.cistern.cli.settings.Streams;
import io.cistern.cli.settings.Surroundings;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.placeholder.HydrationOutcome;
import io.cistern.domain.workspace.WorkspacePath;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class PassOutputTest {
  private static final Path HERE = Path.of("/m");
  private static final Failure FULL = new Failure.LocalDiskFull("the disk is full");

  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void whatStoppedThePassAndStaysIsTheCauseAlsoAfterSomeFiles() {
    assertThat(conclude(report(2, 1, Optional.of(FULL)))).isEqualTo(8);
    assertThat(said()).startsWith("cistern: the disk is full\n  make room on the disk");
    assertThat(conclude(report(2, 1, Optional.of(remote(Failure.RemoteCode.NOT_AUTHORISED))))).isEqualTo(6);
  }

  @Test
  void aBrokerThatWentAwayLeavesAPassPartlyDone() {
    assertThat(conclude(report(2, 1, Optional.of(remote(Failure.RemoteCode.REMOTE_UNAVAILABLE))))).isEqualTo(3);
    assertThat(conclude(report(0, 1, Optional.of(remote(Failure.RemoteCode.REMOTE_UNAVAILABLE))))).isEqualTo(5);
    assertThat(conclude(report(2, 1, Optional.empty()))).isEqualTo(3);
  }

  @Test
  void whatEndedThePassIsToldOfAFewOfThePathsThatWereLeft() {
    Failure gone = new Failure.Remote(Failure.RemoteCode.REMOTE_UNAVAILABLE, Optional.of("/p0"),
        "reading /p0: no connection", Optional.empty());
    PassOutput output = output();
    for (int i = 0; i < 7; i++) {
      output.item(new HydrateItem(WorkspacePath.parse("/p" + i).orElseThrow(), HydrationOutcome.failed(gone)));
    }
    output.conclude(report(0, 7, Optional.of(gone)), "hydrate");

    assertThat(said()).isEqualTo("""
        warning: p0: no connection
        warning: p1: no connection
        warning: p2: no connection
        warning: p3: no connection
        warning: p4: no connection
        warning: 2 more paths: no connection
        cistern: reading /p0: no connection
          see whether the broker answers: cistern doctor
        """);
  }

  private int conclude(HydrateReport report) {
    return output().conclude(report, "hydrate");
  }

  private PassOutput output() {
    PrintStream stream = new PrintStream(err, true, StandardCharsets.UTF_8);
    Surroundings surroundings = new Surroundings(
        Map.of(), HERE, HERE, new Streams(stream, stream, false, false), InstantSource.system(), ZoneOffset.UTC);
    Invocation invocation = new Invocation(surroundings, new StopRequest(), new GlobalOptions());
    return new PassOutput(invocation, new PathArguments(HERE, HERE));
  }

  private String said() {
    return err.toString(StandardCharsets.UTF_8);
  }

  private static HydrateReport report(long hydrated, long failed, Optional<Failure> endedEarly) {
    return new HydrateReport(
        hydrated + failed, hydrated, 0, failed, 0, endedEarly, endedEarly.or(() -> Optional.of(FULL)), List.of(),
        List.of(), Optional.empty());
  }

  private static Failure remote(Failure.RemoteCode code) {
    return new Failure.Remote(code, Optional.empty(), "no", Optional.empty());
  }
}
