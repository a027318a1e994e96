package io.cistern.application.hydrate;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.application.port.WorkingTree.Look;
import io.cistern.application.testing.Bench;
import io.cistern.application.testing.MemoryFaults.Point;
import io.cistern.domain.failure.Failure.RemoteCode;
import io.cistern.domain.manifest.PathState;
import io.cistern.domain.placeholder.Selection;
import io.cistern.domain.workspace.WorkspacePath;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever people, the remote and the disk do during a pass. */
class HydrateProperties {
  private static final int FILES = 6;

  /** What happens just before one file is answered. */
  enum Event {
    PERSON_WRITES,
    PERSON_REMOVES,
    PERSON_PUTS_A_LINK,
    PERSON_PUTS_A_DIRECTORY,
    PERSON_PUTS_A_FIFO,
    REMOTE_CHANGES,
    REMOTE_REMOVES,
    WRONG_BYTES,
    FORBIDDEN,
    DISK_FULL,
    PUBLISH_FAILS
  }

  record Step(Event event, int file) {}

  @Property(tries = 200)
  void aPersonsBytesSurviveAndTheCountsAddUp(
      @ForAll("scripts") List<List<Step>> script, @ForAll("widths") int parallelism) {
    Bench bench = new Bench().with(new HydrateSettings(
        HydrateSettings.DEFAULTS.eager(), parallelism, 3, Duration.ZERO, Duration.ZERO, Duration.ZERO));
    for (int i = 0; i < FILES; i++) {
      bench.remote().put("/f" + i, "remote " + i);
    }
    bench.cloned();
    Map<String, String> personal = new HashMap<>();
    int[] request = {0};
    bench.remote().beforeEach(asked -> {
      synchronized (personal) {
        if (asked.endpoint().equals("file") && request[0] < script.size()) {
          script.get(request[0]++).forEach(step -> apply(step, bench, personal));
        }
      }
    });

    HydrateReport report = bench.hydrated(new Selection.Everything());
    bench.remote().beforeEach(asked -> {});
    bench.mirror().faults().next(Point.APPEND, 0);
    bench.mirror().faults().next(Point.PUBLISH, 0);
    bench.another().hydrated(new Selection.Everything());

    assertThat(report.candidates()).isEqualTo(FILES);
    assertThat(report.hydrated() + report.skippedExisting() + report.failed()).isEqualTo(FILES);
    personal.forEach((name, text) -> assertThat(bench.mirror().visibleNames())
        .as("the bytes of %s are somewhere a person sees", name)
        .anyMatch(visible -> bench.mirror().visible(visible).or(() -> kind(bench, visible)).equals(Optional.of(text))));
    Bench fresh = bench.another();
    fresh.mirror().commits().catchUp();
    fresh.states().forEach((name, state) -> {
      if (state == PathState.HYDRATED && !personal.containsKey(name)) {
        fresh.mirror().visible(name).ifPresent(text -> assertThat(text).contains("remote"));
      }
    });
  }

  private static Optional<String> kind(Bench bench, String name) {
    return WorkspacePath.parse(name)
        .map(bench.mirror().tree()::look)
        .filter(Look.NotAFile.class::isInstance)
        .map(look -> ((Look.NotAFile) look).kind());
  }

  private static void apply(Step step, Bench bench, Map<String, String> personal) {
    String name = "/f" + step.file();
    switch (step.event()) {
      case PERSON_WRITES -> {
        personal.put(name, "mine " + personal.size());
        bench.mirror().personWrites(name, personal.get(name));
      }
      case PERSON_REMOVES -> {
        personal.remove(name);
        bench.mirror().personRemoves(name);
      }
      case PERSON_PUTS_A_LINK -> put(name, "symbolic link", bench, personal);
      case PERSON_PUTS_A_DIRECTORY -> put(name, "directory", bench, personal);
      case PERSON_PUTS_A_FIFO -> put(name, "FIFO", bench, personal);
      case REMOTE_CHANGES -> bench.remote().put(name, "remote again " + step.file());
      case REMOTE_REMOVES -> bench.remote().delete(name);
      case WRONG_BYTES -> bench.remote().faults().wrongBytes(name, 1);
      case FORBIDDEN -> bench.remote().faults().refuse(name, RemoteCode.FORBIDDEN);
      case DISK_FULL -> bench.mirror().faults().next(Point.APPEND, 1);
      case PUBLISH_FAILS -> bench.mirror().faults().next(Point.PUBLISH, 1);
    }
  }

  /** What is no file holds no bytes, and keeps its name. */
  private static void put(String name, String kind, Bench bench, Map<String, String> personal) {
    personal.put(name, kind);
    bench.mirror().personPuts(name, kind);
  }

  @Provide
  Arbitrary<List<List<Step>>> scripts() {
    Arbitrary<Step> step =
        Combinators.combine(Arbitraries.of(Event.class), Arbitraries.integers().between(0, FILES - 1)).as(Step::new);
    return step.list().ofMaxSize(3).list().ofMaxSize(FILES);
  }

  @Provide
  Arbitrary<Integer> widths() {
    return Arbitraries.of(1, 3);
  }
}
