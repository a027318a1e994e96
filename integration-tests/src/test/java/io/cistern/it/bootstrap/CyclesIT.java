package io.cistern.it.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.cistern.application.clone.BootstrapSettings;
import io.cistern.application.clone.CloneRequest;
import io.cistern.domain.bootstrap.BootstrapTimes;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.failure.Failure.RemoteCode;
import io.cistern.domain.manifest.PathState;
import io.cistern.domain.sync.MassRemoval;
import io.cistern.domain.time.Deadline;
import io.cistern.http.virtual.Request;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What lies between two cycles, and what ends the last. */
class CyclesIT {
  private static final int TRIES = 4;

  private final Scene scene = new Scene(15);

  @AfterEach
  void theMirrorIsSoundAndTheWireIsQuiet() {
    scene.isSound();
  }

  @Test
  void pausesDoubleFromOneSecondToThirty() {
    drawing(() -> 1);
    scene.putFiles("/f%02d", 5);
    scene.broker().chaos("tree:n=" + 8 * TRIES + ",status=503");

    scene.program().clones();

    assertThat(pauses()).containsExactly(1L, 2L, 4L, 8L, 16L, 30L, 30L, 30L);
    scene.isTheRemote();
  }

  @Test
  void halfOfAPauseIsLeftToChance() {
    drawing(() -> 0);
    scene.putFiles("/f%02d", 5);
    scene.broker().chaos("tree:n=" + 5 * TRIES + ",status=503");

    scene.program().clones();

    assertThat(pauses()).containsExactly(0L, 1L, 2L, 4L, 8L);
  }

  @Test
  void movementStartsThePausesAnew() {
    drawing(() -> 1);
    scene.putFiles("/f%04d", 1500);
    scene.broker().chaos("tree:n=" + 4 * TRIES + ",status=503;tree:after=" + (4 * TRIES + 1) + ",n=" + 3 * TRIES
        + ",status=503");

    scene.program().clones();

    assertThat(pauses()).containsExactly(1L, 2L, 4L, 8L, 1L, 2L, 4L);
    scene.isTheRemote();
  }

  @Test
  void aPauseLastsUntilTheBrokerMayBeAskedAgain() {
    drawing(() -> 1);
    scene.putFiles("/f%02d", 5);
    scene.broker().chaos("tree:n=1,status=429,retry-after=600");

    scene.program().clones();

    assertThat(scene.broker().requests("tree")).hasSize(2);
    assertThat(scene.passed()).isEqualTo(Duration.ofMinutes(10));
    scene.isTheRemote();
  }

  @ParameterizedTest
  @ValueSource(strings = {"tree:hang", "export:status=404;file:hang", "events:after=1,hang", "export:hang;tree:hang",
      "export:status=404;tree:latency=20s"})
  void theRunsDeadlineEndsItWithTheStateSafe(String chaos) {
    scene.with(BootstrapSettings.listing(1, 0, 0).reading(1)).putFiles("/d%02d/f", 10);
    scene.broker().chaos(chaos);
    Duration given = Duration.ofSeconds(70);

    Failure failure = scene.program().fails(CloneRequest.PLAIN.withContent().until(in(given)));

    assertThat(failure).isInstanceOf(Failure.TimedOut.class);
    assertThat(scene.passed()).isBetween(given.minusSeconds(1), given.plusMillis(500));
    assertThat(scene.progress().standing().cycles()).as("no standstill").isLessThanOrEqualTo(1);
    scene.broker().chaos("");
    Program next = scene.program();
    next.clones(CloneRequest.PLAIN.withContent());
    next.hydrates();
    scene.isTheRemoteWithContent();
  }

  @Test
  void aFailureWhoseEndLiesBeyondTheDeadlineEndsTheRunAtOnce() {
    scene.putFiles("/f%02d", 5);
    scene.broker().chaos("tree:status=429,retry-after=3600");

    Failure failure = scene.program().fails(CloneRequest.PLAIN.until(in(Duration.ofMinutes(10))));

    assertThat(scene.passed()).isLessThan(Duration.ofSeconds(1));
    assertThat(failure).isInstanceOfSatisfying(Failure.Remote.class, remote -> {
      assertThat(remote.code()).isEqualTo(RemoteCode.REMOTE_RATE_LIMITED);
      assertThat(remote.notBefore()).contains(scene.start().plusSeconds(3600));
    });
  }

  @Test
  void whatWillNotPassEndsTheRunAtOnce() {
    scene.putFiles("/f%02d", 5);
    scene.broker().standing().refuse("tree", 403, "forbidden");

    Failure failure = scene.program().fails(CloneRequest.PLAIN);

    assertThat(((Failure.Remote) failure).code()).isEqualTo(RemoteCode.FORBIDDEN);
    assertThat(scene.broker().requests("tree")).hasSize(1);
    assertThat(scene.progress().standing().cycles()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"tip", "tree", "export", "file", "events"})
  void aStopDuringAnyRequestIsAnInterruption(String endpoint) {
    scene.with(scene.settings().reading(endpoint.equals("file") ? 16 : 1)).putFiles("/f%03d", 50);
    if (!endpoint.equals("export")) {
      scene.broker().chaos("export:status=404");
    }
    Program program = scene.program();
    scene.broker().before(request -> {
      boolean walking = scene.progress().walk().isPresent();
      boolean there = switch (endpoint) {
        case "tip" -> !walking;
        case "events" -> walking && request.endpoint().equals("events");
        default -> request.endpoint().equals(endpoint);
      };
      if (there) {
        program.stop();
      }
    });

    assertThat(program.fails(CloneRequest.PLAIN.withContent())).isInstanceOf(Failure.Interrupted.class);

    assertThat(scene.passed()).isZero();
    scene.broker().before(request -> {});
    Program next = scene.program();
    next.clones(CloneRequest.PLAIN.withContent());
    next.hydrates();
    scene.isTheRemoteWithContent();
  }

  @Test
  void aStopWhileItWaitsIsNoticedSoon() {
    scene.putFiles("/f%02d", 5);
    scene.broker().chaos("tree:status=429,retry-after=3600");
    Program program = scene.program();
    scene.broker().before(request -> {
      if (request.endpoint().equals("tree")) {
        program.stop();
      }
    });

    assertThat(program.fails(CloneRequest.PLAIN)).isInstanceOf(Failure.Interrupted.class);

    assertThat(scene.passed()).isLessThan(Duration.ofSeconds(1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"tree", "export", "file"})
  void anErrorOfAnyThreadEndsTheRun(String endpoint) {
    scene.with(scene.settings().reading(16)).putFiles("/f%03d", 50);
    if (!endpoint.equals("export")) {
      scene.broker().chaos("export:status=404");
    }
    AssertionError bug = new AssertionError("a bug");
    scene.broker().before(request -> {
      if (request.endpoint().equals(endpoint)) {
        throw bug;
      }
    });

    Throwable thrown = catchThrowable(() -> scene.program().clones(CloneRequest.PLAIN.withContent()));

    assertThat(List.of(thrown, thrown.getSuppressed().length == 0 ? thrown : thrown.getSuppressed()[0])).contains(bug);
    scene.broker().before(request -> {});
    Program next = scene.program();
    next.clones(CloneRequest.PLAIN.withContent());
    next.hydrates();
    scene.isTheRemoteWithContent();
  }

  @Test
  void theTotalIsToldOnlyWhileItIsTheBrokersWordAndNeverGoesBack() {
    List<String> names = scene.putFiles("/f%04d", 2500);
    scene.broker().before(request -> {
      if (request.cursor().isPresent()) {
        names.subList(0, 30).forEach(scene.broker()::delete);
      }
    });
    Program program = scene.program();

    program.clones();

    List<Long> totals = program.told().stream().map(Program.Told::total).filter(OptionalLong::isPresent)
        .map(OptionalLong::getAsLong).toList();
    assertThat(totals).isNotEmpty().isSorted();
    assertThat(program.told()).allSatisfy(told -> told.total().ifPresent(
        total -> assertThat(told.files()).isLessThanOrEqualTo(total)));
    assertThat(scene.count(PathState.PLACEHOLDER)).isEqualTo(2470);
    scene.isTheRemote();
  }

  private Deadline in(Duration time) {
    return Deadline.after(scene.clock().instant(), time);
  }

  private void drawing(DoubleSupplier chance) {
    scene.with(new BootstrapSettings(0, 0, 0, 1, BootstrapTimes.DEFAULTS, MassRemoval.DEFAULT, chance));
  }

  /** Whole seconds between the last try of a cycle and the first of the next. */
  private List<Long> pauses() {
    List<Long> pauses = new ArrayList<>();
    List<Request> listings = scene.broker().requests("tree");
    for (int i = 1; i < listings.size(); i++) {
      Duration gap = Duration.between(listings.get(i - 1).at(), listings.get(i).at());
      if (gap.compareTo(Duration.ofMillis(450)) > 0) {
        pauses.add(gap.toSeconds());
      }
    }
    return pauses;
  }
}
