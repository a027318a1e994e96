package io.cistern.it.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.it.acceptance.Launch.Ended;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What people do to a long run: ask it to stop, or stop listening. */
final class StoppingIT {
  private static final int FILES = 120;
  private static final Duration A_MOMENT = Duration.ofMillis(5);

  @TempDir
  private static Path temporary;

  private static Path workspace;
  private static Person person;
  private static Served served;

  private Path mirror;

  @BeforeAll
  static void serveSlowly() throws IOException {
    workspace = Files.createDirectories(temporary.resolve("workspace"));
    Trees.files(workspace, FILES, 3, new Random(FILES));
    person = Person.at(temporary.resolve("home"));
    // Without an export, which would be over before anybody can look.
    served = person.serves(workspace, "--chaos", "export:status=404;file:latency=60ms");
  }

  @AfterAll
  static void stopServing() {
    served.close();
  }

  @BeforeEach
  void haveAMirror(TestInfo test) {
    mirror = person.home().resolve(test.getTestMethod().orElseThrow().getName());
  }

  @Test
  void stopsWhenAskedSaysSoOnceAndGoesOnFromThere() throws IOException {
    int before = served.fileRequests().size();
    Ended interrupted = stoppedInTheMiddle("INT");
    assertThat(interrupted.code()).as(interrupted.err()).isEqualTo(130);
    Ended terminated = stoppedInTheMiddle("TERM", "--json");
    assertThat(terminated.code()).as(terminated.err()).isEqualTo(143);

    assertThat(interrupted.err().lines().count()).as(interrupted.err()).isLessThan(10);
    assertThat(interrupted.err()).contains("goes on from there");
    JsonNode summary = new JsonMapper().readTree(terminated.out().lines().reduce((_, last) -> last).orElseThrow());
    assertThat(summary.get("type").asString()).isEqualTo("summary");
    assertThat(summary.get("exitCode").asInt()).isEqualTo(143);
    Ended rest = person.in(mirror).runs("hydrate", "**");
    assertThat(rest.code()).as(rest.err()).isZero();
    assertThat(person.in(mirror).runs("verify").code()).isZero();
    Trees.assertSame(mirror, workspace);
    assertThat(served.fileRequests().size() - before).as("nothing is fetched anew").isLessThan(FILES + 60);
  }

  @Test
  void aReaderThatWentAwayStopsNothing() throws IOException {
    String program = Person.PROGRAM + " hydrate '/**' --json | head -1";
    Ended cloned = person.runs(
        "clone", served.url(), mirror.toString(), "--content", "none", "--token-file", served.tokenFile());
    assertThat(cloned.code()).as(cloned.err()).isZero();
    Launch piped = Launch.of(Path.of("sh"), "-c", program).in(mirror).with("HOME", person.home().toString())
        .with("XDG_STATE_HOME", person.home().resolve("state").toString());

    Ended ended = Running.run(piped);

    assertThat(ended.out().lines()).hasSize(1);
    assertThat(ended.err()).doesNotContain("Exception");
    Trees.assertSame(mirror, workspace);
  }

  private Ended stoppedInTheMiddle(String signal, String... options) throws IOException {
    long before = hydrated();
    List<String> words = new ArrayList<>(List.of(
        "clone", served.url(), mirror.toString(), "--content", "all", "--token-file", served.tokenFile()));
    words.addAll(List.of(options));
    try (Running clone = person.starts(words.toArray(String[]::new))) {
      boolean ended = false;
      while (!ended && hydrated() <= before + 8) {
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
