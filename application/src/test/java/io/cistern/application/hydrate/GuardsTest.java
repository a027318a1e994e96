package io.cistern.application.hydrate;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.application.testing.Bench;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.failure.Failure.Guard;
import io.cistern.domain.failure.Failure.RemoteCode;
import io.cistern.domain.manifest.PathState;
import io.cistern.domain.placeholder.EagerRules;
import io.cistern.domain.placeholder.FetchGuard;
import io.cistern.domain.placeholder.Globs;
import io.cistern.domain.placeholder.HydrationOutcome;
import io.cistern.domain.placeholder.Selection;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is not fetched, by whom, and what is said of it. */
class GuardsTest {
  private static final Selection EAGER = new Selection.Eager();
  private static final int PROBE = 8;

  private final Bench bench = new Bench();

  @Test
  void aFileThatIsTooLargeIsNotAskedForByAnybody() {
    guarded(new FetchGuard(10, PROBE, true));
    files("/large.txt", "12345678901", "/small.txt", "1234567890");

    bench.hydrated(EAGER);
    assertThat(guard("/large.txt")).contains(Guard.TOO_LARGE);
    bench.hydrated(new Selection.Named(List.of("/large.txt")));
    assertThat(guard("/large.txt")).as("named by a person").contains(Guard.TOO_LARGE);
    OpenedFile opened = bench.openFile(new OpenSettings(0, Duration.ZERO, new FetchGuard(10, PROBE, true)))
        .open(List.of(bench.entry("/large.txt").path())).getFirst();

    assertThat(opened.result()).isInstanceOfSatisfying(OpenedFile.Result.NotHere.class, result -> {
      assertThat(result.retryable()).isFalse();
      assertThat(result.reason()).isInstanceOf(Failure.Guarded.class);
    });
    assertThat(bench.remote().requests()).noneMatch(request -> request.path().equals("/large.txt"));
    assertThat(bench.states()).containsEntry("/small.txt", PathState.HYDRATED);
    assertThat(bench.entry("/large.txt").reason()).isPresent();
  }

  @Test
  void aFileThatTurnsOutToBeTooLargeIsBrokenOff() {
    guarded(new FetchGuard(10, PROBE, false));
    files("/grows.txt", "small");
    bench.remote().put("/grows.txt", "this is much larger than it was");

    bench.hydrated(EAGER);

    assertThat(guard("/grows.txt")).contains(Guard.TOO_LARGE);
    assertThat(bench.mirror().visible("/grows.txt")).contains("");
    assertThat(bench.mirror().stagedNames()).isEmpty();
  }

  @Test
  void aBinaryFileIsNotFetchedUnaskedAndNotAskedForAgain() {
    guarded(new FetchGuard(0, PROBE, true));
    files("/a.txt", "text", "/b.txt", "bin\0ary", "/late.txt", "12345678\0", "/empty.txt", "");

    HydrateReport report = bench.hydrated(EAGER);

    assertThat(guard("/b.txt")).contains(Guard.BINARY);
    assertThat(report.endedEarly()).isEmpty();
    assertThat(report.failed()).isEqualTo(1);
    assertThat(bench.mirror().visible("/late.txt")).as("only the beginning decides").contains("12345678\0");
    bench.remote().forgetRequests();
    assertThat(bench.hydrated(EAGER).candidates()).as("the entry remembers it").isZero();
    assertThat(bench.remote().requests("file")).isZero();
  }

  @Test
  void aBinaryFileThatSomebodyNamesComes() {
    guarded(new FetchGuard(0, PROBE, true));
    files("/named.bin", "\0\0", "/globbed.dat", "\0", "/opened.o", "\0o", "/rest", "\0rest");

    bench.hydrated(new Selection.Named(List.of("/named.bin", "*.dat")));
    bench.openFile(new OpenSettings(0, Duration.ZERO, new FetchGuard(0, PROBE, true)))
        .open(List.of(bench.entry("/opened.o").path()));
    assertThat(bench.states()).containsEntry("/named.bin", PathState.HYDRATED)
        .containsEntry("/globbed.dat", PathState.HYDRATED).containsEntry("/opened.o", PathState.HYDRATED);

    bench.hydrated(new Selection.Everything());
    assertThat(bench.states()).containsEntry("/rest", PathState.HYDRATED);
  }

  @Test
  void whereEverythingIsWantedBinaryFilesComeUnasked() {
    guarded(new FetchGuard(0, PROBE, false));
    files("/a", "\0");

    assertThat(bench.hydrated(EAGER).hydrated()).isEqualTo(1);
  }

  @Test
  void eachReasonIsNamedKeptAndSaysWhetherToTryAgain() {
    guarded(FetchGuard.NONE);
    files("/forbidden", "x", "/gone", "x", "/late", "x", "/wrong", "x");
    bench.remote().faults().refuse("/forbidden", RemoteCode.FORBIDDEN);
    bench.remote().delete("/gone");
    bench.remote().faults().throwing("/late", RemoteCode.REMOTE_TIMEOUT);
    bench.remote().faults().wrongBytes("/wrong", 9);

    bench.hydrated(EAGER);

    assertThat(code("/forbidden")).isEqualTo("FORBIDDEN false");
    assertThat(code("/gone")).isEqualTo("REMOTE_NOT_FOUND false");
    assertThat(code("/late")).isEqualTo("REMOTE_TIMEOUT true");
    assertThat(code("/wrong")).isEqualTo("HASH_MISMATCH true");
    List.of("/forbidden", "/gone", "/late", "/wrong")
        .forEach(name -> assertThat(bench.entry(name).reason()).as(name).isPresent());
    bench.remote().faults().clear();
    bench.hydrated(EAGER);
    assertThat(bench.entry("/late").reason()).as("content that is here needs no reason").isEmpty();
  }

  @Test
  void reasonsAreRecordedInTheForceOfTheirBatch() {
    bench.with(new HydrateSettings(
        new EagerRules(Globs.of(List.of("*")), 1000, 1000), new Pace(1, 4, Duration.ZERO, 0), FileBounds.DEFAULT,
        Duration.ZERO));
    files("/a", "a", "/b", "b", "/c", "c");
    bench.remote().faults().throwing("/c", RemoteCode.REMOTE_TIMEOUT);
    int before = bench.mirror().appends();

    bench.hydrated(EAGER);

    assertThat(bench.mirror().appends() - before).isEqualTo(1);
    assertThat(bench.entry("/c").reason()).isPresent();
  }

  private void guarded(FetchGuard guard) {
    bench.with(new HydrateSettings(
        new EagerRules(Globs.of(List.of("*")), 1000, 100_000), Pace.DEFAULT,
        new FileBounds(Duration.ZERO, Duration.ZERO, guard), Duration.ZERO));
  }

  private void files(String... namesAndTexts) {
    for (int i = 0; i < namesAndTexts.length; i += 2) {
      bench.remote().put(namesAndTexts[i], namesAndTexts[i + 1]);
    }
    bench.cloned();
  }

  private Optional<HydrationOutcome.Failed> failed(String name) {
    return bench.items().stream()
        .filter(item -> item.path().value().equals(name))
        .map(HydrateItem::outcome)
        .filter(HydrationOutcome.Failed.class::isInstance)
        .map(HydrationOutcome.Failed.class::cast)
        .findFirst();
  }

  private Optional<Guard> guard(String name) {
    return failed(name).filter(failed -> !failed.retryable())
        .map(failed -> ((Failure.Guarded) failed.reason()).guard());
  }

  private String code(String name) {
    HydrationOutcome.Failed failed = failed(name).orElseThrow();
    return ((Failure.Remote) failed.reason()).code() + " " + failed.retryable();
  }
}
