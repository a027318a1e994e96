package io.cistern.it.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.http.broker.chaos.ChaosSpec;
import io.cistern.it.acceptance.Launch.Ended;
import io.cistern.it.support.LocalBroker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What people do to a long run: ask it to stop, or stop listening. Each run is held where it is to be met. */
final class StoppingIT {
  private static final int FILES = 120;
  private static final int READ_AT_ONCE = 16;
  private static final Duration A_MOMENT = Duration.ofMillis(5);

  @TempDir
  Path temporary;

  private Path workspace;
  private List<String> names = List.of();
  private Person person;
  private Path mirror;
  private LocalBroker broker;

  @BeforeEach
  void serve() throws IOException {
    workspace = Files.createDirectories(temporary.resolve("workspace"));
    Trees.files(workspace, FILES, 3, new Random(FILES));
    names = Trees.files(workspace).stream().map(file -> "/" + file).toList();
    person = Person.at(temporary.resolve("home"));
    mirror = person.home().resolve("m");
    // Without an export, which would bring everything in one answer.
    broker = LocalBroker.over(workspace, temporary.resolve("state"), ChaosSpec.parse("export:status=404"));
  }

  @AfterEach
  void stopServing() {
    broker.close();
  }

  @Test
  void stopsWhenAskedSaysSoOnceAndGoesOnFromThere() throws IOException {
    Ended interrupted = stoppedAfter(20, "INT");
    assertThat(interrupted.code()).as(interrupted.err()).isEqualTo(130);

    Ended terminated = stoppedAfter(60, "TERM", "--json");
    assertThat(terminated.code()).as(terminated.err()).isEqualTo(143);

    assertThat(interrupted.err().lines().count()).as(interrupted.err()).isLessThan(10);
    assertThat(interrupted.err()).contains("goes on from there");
    JsonNode summary = new JsonMapper().readTree(terminated.out().lines().reduce((_, last) -> last).orElseThrow());
    assertThat(summary.get("type").asString()).isEqualTo("summary");
    assertThat(summary.get("exitCode").asInt()).isEqualTo(143);

    broker.release(names);
    Ended rest = person.in(mirror).runs("hydrate", "**");

    assertThat(rest.code()).as(rest.err()).isZero();
    assertThat(person.in(mirror).runs("verify").code()).isZero();
    Trees.assertSame(mirror, workspace);
    assertThat(broker.fileRequests()).as("nothing is fetched anew but what was being read at a stop")
        .hasSizeLessThanOrEqualTo(FILES + 2 * READ_AT_ONCE);
  }

  @Test
  void aReaderThatWentAwayStopsNothing() throws IOException {
    String program = Person.PROGRAM + " hydrate '/**' --json | head -1";
    Ended cloned = person.runs(
        "clone", broker.workspace().toString(), mirror.toString(), "--content", "none", "--token-file",
        broker.tokenFile().toString());
    assertThat(cloned.code()).as(cloned.err()).isZero();
    broker.hold(names.subList(60, FILES));

    Launch piped = Launch.of(Path.of("sh"), "-c", program).in(mirror).with("HOME", person.home().toString())
        .with("XDG_STATE_HOME", person.home().resolve("state").toString())
        .with("CISTERN_HYDRATE_SILENCE_TIMEOUT", "1h");
    try (Running running = Running.start(piped)) {
      assertThat(running.firstLine()).contains("\"type\"");
      broker.release(names);
      Ended ended = running.end();

      assertThat(ended.out().lines()).hasSize(1);
      assertThat(ended.err()).doesNotContain("Exception");
    }
    Trees.assertSame(mirror, workspace);
  }

  /** Clones until so many files are here, which is as far as it can come, and then sends a signal. */
  private Ended stoppedAfter(int files, String signal, String... options) throws IOException {
    broker.release(names.subList(0, files));
    broker.hold(names.subList(files, FILES));
    List<String> words = new ArrayList<>(List.of(
        "clone", broker.workspace().toString(), mirror.toString(), "--content", "all", "--token-file",
        broker.tokenFile().toString()));
    words.addAll(List.of(options));
    try (Running clone = person.starts(words.toArray(String[]::new))) {
      boolean ended = false;
      while (!ended && hydrated() < files) {
        ended = clone.endsWithin(A_MOMENT);
      }
      assertThat(ended).as("it ended before it could be stopped").isFalse();
      clone.signal(signal);
      return clone.end();
    }
  }

  /** How many files show content. */
  private long hydrated() throws IOException {
    if (!Files.isDirectory(mirror)) {
      return 0;
    }
    return Trees.files(mirror).stream().filter(this::hasContent).count();
  }

  private boolean hasContent(Path file) {
    try {
      return Files.size(mirror.resolve(file)) > 0;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
