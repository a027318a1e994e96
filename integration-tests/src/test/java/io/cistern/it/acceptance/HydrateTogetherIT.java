package io.cistern.it.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.it.acceptance.Launch.Ended;
import io.cistern.it.support.LocalBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Programs that trigger passes and opens of one mirror together, counted at the broker. */
final class HydrateTogetherIT {
  private static final int FILES = 60;
  /** The one that nobody gets before all of them want it. */
  private static final String LAST = "/d59/README.md";
  private static final JsonMapper JSON = new JsonMapper();
  private static final Duration A_MOMENT = Duration.ofMillis(20);

  @TempDir
  Path temporary;

  @Test
  void onePassRunsNoPathIsFetchedByTwoAndAnOpenCostsOneExtraAtMost() throws IOException {
    Path workspace = Files.createDirectories(temporary.resolve("workspace"));
    for (int i = 0; i < FILES; i++) {
      Files.createDirectories(workspace.resolve("d" + i));
      Files.writeString(workspace.resolve("d" + i).resolve("README.md"), "read me " + i + "\n");
    }
    Person person = Person.at(temporary.resolve("home"));
    try (LocalBroker broker = LocalBroker.over(workspace, temporary.resolve("state"))) {
      Ended names = person.runs(
          "clone", broker.workspace().toString(), "m", "--content", "none", "--token-file",
          broker.tokenFile().toString());
      assertThat(names.code()).as(names.err()).isZero();
      Person here = person.in(person.home().resolve("m"));
      broker.hold(List.of(LAST));
      try (Running pass = here.starts(hydrating())) {
        JsonNode seen = awaitPass(here, pass);
        Ended second = here.runs(hydrating());
        Ended opened = opensWhatIsHeld(here, broker, pass);
        Ended first = pass.end();

        assertThat(seen.at("/atWork/hydration/total").asInt()).isEqualTo(FILES);
        assertThat(seen.at("/atWork/hydration/process").asLong()).isEqualTo(first.pid());
        assertThat(List.of(opened, first, second))
            .allSatisfy(each -> assertThat(each.code()).as(each.out() + each.err()).isZero());
        assertThat(summary(first).has("asked")).as("this one works").isFalse();
        assertThat(summary(first).get("candidates").asInt()).isEqualTo(FILES);
        assertThat(summary(second).has("asked")).as("the other is done at once").isTrue();
      }
      Map<String, Integer> fetches = new HashMap<>();
      broker.fileRequests().forEach(path -> fetches.merge(path, 1, Integer::sum));
      assertThat(fetches).hasSize(FILES);
      fetches.forEach((path, times) -> assertThat(times)
          .as("requests for " + path)
          .isEqualTo(path.equals(LAST) ? 2 : 1));
      assertThat(here.runs("verify").code()).isZero();
      assertThat(JSON.readTree(here.runs("status", "--json").out()).at("/atWork/hydration").isNull()).isTrue();
    }
  }

  private static String[] hydrating() {
    return new String[]{"hydrate", "--json", "--set", "hydrate.parallelism=2"};
  }

  /** The pass and the open have both asked for it when it is answered. */
  private static Ended opensWhatIsHeld(Person here, LocalBroker broker, Running pass) {
    try (Running open = here.starts("open", LAST.substring(1), "d0/README.md")) {
      boolean ended = false;
      while (!ended && broker.waiting(LAST) < 2) {
        ended = open.endsWithin(A_MOMENT) || pass.endsWithin(A_MOMENT);
      }
      assertThat(ended).as("one ended although nobody got what it wants").isFalse();
      broker.release(List.of(LAST));
      return open.end();
    }
  }

  private static JsonNode awaitPass(Person here, Running pass) {
    JsonNode status = JSON.readTree(here.runs("status", "--json").out());
    while (status.at("/atWork/hydration").isNull()) {
      assertThat(pass.endsWithin(A_MOMENT)).as("it ended unseen").isFalse();
      status = JSON.readTree(here.runs("status", "--json").out());
    }
    return status;
  }

  private static JsonNode summary(Ended ended) {
    return JSON.readTree(ended.out().lines().reduce((_, last) -> last).orElseThrow());
  }
}
