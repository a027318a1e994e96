package io.cistern.it.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.application.hydrate.HydrateReport;
import io.cistern.application.port.RemoteBudget;
import io.cistern.application.port.RemoteWorkspace;
import io.cistern.application.port.RemoteWorkspace.Lane;
import io.cistern.application.port.RemoteWorkspace.ReadOutcome;
import io.cistern.domain.budget.Clocks;
import io.cistern.domain.budget.LimitSpec;
import io.cistern.domain.time.Deadline;
import io.cistern.domain.workspace.WorkspacePath;
import io.cistern.fs.budget.BudgetKeys;
import io.cistern.fs.budget.BudgetPlace;
import io.cistern.fs.budget.FileRemoteBudget;
import io.cistern.fs.testing.SimDisk;
import io.cistern.fs.testing.SimOptions;
import io.cistern.http.client.BearerToken;
import io.cistern.http.client.TokenSource;
import io.cistern.http.virtual.Request;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Client, budget file and the broker's limiter on one clock that is moved by hand. */
class BudgetIT {
  private static final int FILES = Boolean.getBoolean("cistern.campaign") ? 20_000 : 1_200;
  private static final int LIMIT = FILES / 4;
  private static final int OPEN_EVERY = FILES / 100;

  private final Scene scene = new Scene(LimitSpec.parse("requests=" + LIMIT + "/h"), 7);
  private final SimDisk budgets = new SimDisk(SimOptions.PLAIN, scene.clock());

  @Test
  void aPassOverFourTimesTheLimitIsNeverRefusedAndOpensAreAnsweredAtOnce() {
    List<String> names = scene.putFiles("/f%05d", FILES);
    Program program = scene.program(client("eager"));
    program.clones();
    List<Duration> opens = opensAmong(client("open"), names);

    HydrateReport report = program.hydrates();

    scene.broker().before(request -> {});
    Duration passed = scene.passed();
    System.out.printf(
        "%d files at %d requests an hour in %s of virtual time; %d opens, the slowest %s; %d refused%n", FILES, LIMIT,
        passed, opens.size(), opens.stream().max(Duration::compareTo).orElseThrow(), refused());
    assertThat(report.hydrated()).isEqualTo(FILES);
    assertThat(refused()).as("answers with 429").isZero();
    assertThat(opens).hasSizeGreaterThan(50).allMatch(Duration::isZero);
    assertThat(passed).as("nine tenths of each window are used").isBetween(Duration.ofHours(3), Duration.ofHours(5));
    scene.isTheRemoteWithContent();
    scene.isSound();
  }

  private long refused() {
    return scene.broker().requests().stream().mapToInt(Request::status).filter(status -> status == 429).count();
  }

  /** Another process opens a file now and then, while the pass waits for the same broker. */
  private List<Duration> opensAmong(RemoteWorkspace remote, List<String> names) {
    List<Duration> took = new ArrayList<>();
    AtomicInteger requests = new AtomicInteger();
    AtomicBoolean opening = new AtomicBoolean();
    scene.broker().before(request -> {
      if (!opening.get() && requests.incrementAndGet() % OPEN_EVERY == 0) {
        opening.set(true);
        Instant begun = scene.clock().instant();
        WorkspacePath path = WorkspacePath.parse(names.get(requests.get() % FILES)).orElseThrow();
        ReadOutcome outcome = remote.read(path, Lane.ON_DEMAND, Deadline.after(begun, Duration.ofSeconds(15)));
        assertThat(outcome).isInstanceOf(ReadOutcome.Received.class);
        ((ReadOutcome.Received) outcome).content().close();
        took.add(Duration.between(begun, scene.clock().instant()));
        opening.set(false);
      }
    });
    return took;
  }

  private RemoteWorkspace client(String process) {
    RemoteBudget budget = new FileRemoteBudget(
        BudgetPlace.of(budgets.process(process)), BudgetKeys.of("http://localhost", "the test"), Clocks::wall,
        scene.pauses(),
        warning -> {
          throw new AssertionError(warning);
        });
    TokenSource token = TokenSource.fixed(BearerToken.require(scene.broker().usualToken(), "the test"));
    return scene.broker().connect(token, budget, options -> options);
  }
}
