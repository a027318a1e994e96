package io.cistern.it.hydrate;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.application.hydrate.FileBounds;
import io.cistern.application.hydrate.HydrateReport;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.failure.Failure.RemoteCode;
import io.cistern.domain.placeholder.HydrationOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A remote that goes away in the middle of a pass. */
class DeadRemoteIT {
  private static final int FILES = 1_100;
  private static final int ANSWERED = 100;
  private static final Duration SECONDS = Duration.ofSeconds(5);

  /** As http.tries says, once more for a second attempt of the same file. */
  private static final int TRIES = 8;

  @ParameterizedTest
  @ValueSource(ints = {1, 8})
  void aRemoteThatDiesEndsThePassWithinSecondsNamesTheCausePerPathAndTheNextPassGoesOn(int parallelism) {
    Rig rig = new Rig(FILES, parallelism);
    AtomicReference<Instant> death = new AtomicReference<>(Instant.MAX);
    rig.broker().before(request -> {
      if (request.endpoint().equals("file") && rig.broker().requests("file").size() > ANSWERED) {
        rig.broker().down(true);
        death.compareAndSet(Instant.MAX, rig.clock().instant());
      }
    });

    HydrateReport report = rig.hydrates();

    assertThat(Duration.between(death.get(), rig.clock().instant())).isLessThanOrEqualTo(SECONDS);
    assertThat(rig.broker().requests("file").size() - ANSWERED)
        .as("what was under way, and three that make sure, each tried as often as any request")
        .isLessThanOrEqualTo((parallelism + 3) * TRIES);
    assertThat(report.candidates()).isEqualTo(FILES);
    assertThat(report.hydrated()).isBetween((long) ANSWERED - parallelism, (long) ANSWERED);
    assertThat(report.failed()).isEqualTo(FILES - report.hydrated());
    assertThat(report.endedEarly()).isPresent();
    assertThat(rig.items()).hasSize(FILES);
    assertThat(rig.items())
        .filteredOn(item -> item.outcome() instanceof HydrationOutcome.Failed)
        .allSatisfy(item -> {
          HydrationOutcome.Failed failed = (HydrationOutcome.Failed) item.outcome();
          assertThat(((Failure.Remote) failed.reason()).code()).isEqualTo(RemoteCode.REMOTE_UNAVAILABLE);
          assertThat(failed.retryable()).isTrue();
        });
    long told = rig.inside().manifest().counts().total() - rig.hydrated();
    assertThat(told).as("every other one is a placeholder still").isEqualTo(report.failed());

    rig.broker().before(request -> {});
    rig.broker().down(false);
    long before = rig.hydrated();
    rig.broker().forgetRequests();
    assertThat(rig.hydrates().hydrated()).isEqualTo(FILES - before);
    assertThat(rig.asked()).as("nothing that was here is asked for again").hasSize((int) (FILES - before));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 8})
  void aRemoteThatFallsSilentCostsOneSilenceAndNotOnePerFile(int parallelism) {
    Rig rig = new Rig(FILES, parallelism);
    rig.broker().chaos("file:after=" + ANSWERED + ",hang");
    rig.broker().before(request -> rig.broker().down(request.endpoint().equals("health")));
    Instant before = rig.clock().instant();

    HydrateReport report = rig.hydrates();

    assertThat(Duration.between(before, rig.clock().instant()))
        .as("one silence, and one question whether anybody is there")
        .isLessThanOrEqualTo(FileBounds.DEFAULT_SILENCE.plus(SECONDS));
    assertThat(report.hydrated()).isEqualTo(ANSWERED);
    assertNamed(report, rig, "does not answer");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 8})
  void aRemoteThatSaysItIsWellWhileEveryFileHangsCostsOneRoundOfSilence(int parallelism) {
    Rig rig = new Rig(FILES, parallelism);
    rig.broker().chaos("file:after=" + ANSWERED + ",hang");
    Instant before = rig.clock().instant();

    HydrateReport report = rig.hydrates();

    int rounds = parallelism == 1 ? 3 : 1;
    assertThat(Duration.between(before, rig.clock().instant()))
        .isLessThanOrEqualTo(FileBounds.DEFAULT_SILENCE.multipliedBy(rounds).plus(SECONDS));
    assertThat(report.hydrated()).isEqualTo(ANSWERED);
    assertNamed(report, rig, "nothing comes");

    rig.broker().chaos("");
    assertThat(rig.hydrates().hydrated()).as("the next one goes on").isEqualTo(FILES - ANSWERED);
  }

  @Test
  void aFileThatFallsSilentIsLeftAfterItsSilenceAndTheOthersCome() {
    Rig rig = new Rig(20, 1);
    rig.broker().chaos("file:path=/f0003,hang");
    Instant before = rig.clock().instant();

    HydrateReport report = rig.hydrates();

    assertThat(report.hydrated()).isEqualTo(19);
    assertThat(Duration.between(before, rig.clock().instant())).isBetween(Duration.ofSeconds(10),
        Duration.ofSeconds(11));
    assertThat(rig.inside().manifest().find("/f0003").orElseThrow().reason()).isPresent();
  }

  @Test
  void aFileThatComesSlowlyIsWaitedForAsLongAsBytesCome() {
    Rig rig = new Rig(1, 1);
    rig.broker().put("/large", "x".repeat(400_000));
    rig.broker().chaos("file:path=/large,rate=10KB/s");
    rig.inside().commits().catchUp();

    HydrateReport report = rig.hydrates();

    assertThat(report.failed()).isZero();
  }

  /** Every path that did not come has its cause, and those that were not tried have that of the end. */
  private static void assertNamed(HydrateReport report, Rig rig, String cause) {
    assertThat(report.endedEarly()).get().extracting(Failure::message).asString().contains(cause);
    assertThat(report.failed()).isEqualTo(FILES - ANSWERED);
    assertThat(rig.items())
        .filteredOn(item -> item.outcome() instanceof HydrationOutcome.Failed)
        .hasSize(FILES - ANSWERED)
        .allSatisfy(item -> assertThat(((HydrationOutcome.Failed) item.outcome()).reason())
            .isInstanceOfSatisfying(
                Failure.Remote.class, remote -> assertThat(remote.code()).isEqualTo(RemoteCode.REMOTE_TIMEOUT)));
  }
}
