package io.cistern.it.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.it.acceptance.Launch.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
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
  private static final int PROGRAMS = 2;
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
    try (Served served = person.serves(workspace, "--chaos", "file:latency=400ms")) {
      Ended names =
          person.runs("clone", served.url(), "m", "--content", "none", "--token-file", served.tokenFile());
      assertThat(names.code()).as(names.err()).isZero();
      Person here = person.in(person.home().resolve("m"));

      List<Running> passes = new ArrayList<>();
      for (int i = 0; i < PROGRAMS; i++) {
        passes.add(here.starts("hydrate", "--json", "--set", "hydrate.parallelism=2"));
      }
      JsonNode seen = awaitPass(here, passes);
      Ended opened = here.runs("open", "d59/README.md", "d0/README.md");
      List<Ended> ended = passes.stream().map(Running::end).toList();

      assertThat(seen.at("/atWork/hydration/total").asInt()).isEqualTo(FILES);
      assertThat(seen.at("/atWork/hydration/process").asLong()).isIn(ended.stream().map(Ended::pid).toList());
      assertThat(opened.code()).as(opened.err()).isZero();
      assertThat(ended).allSatisfy(each -> assertThat(each.code()).as(each.out() + each.err()).isZero());
      List<JsonNode> summaries = ended.stream().map(HydrateTogetherIT::summary).toList();
      assertThat(summaries.stream().filter(each -> each.has("asked"))).as("one works, the other is done at once")
          .hasSize(1);
      assertThat(summaries.stream().filter(each -> each.get("candidates").asInt() >= FILES - 2)).hasSize(1);
      Map<String, Integer> fetches = new HashMap<>();
      served.fileRequests().forEach(path -> fetches.merge(path, 1, Integer::sum));
      assertThat(fetches).hasSize(FILES);
      fetches.forEach((path, times) -> assertThat(times)
          .as("requests for " + path)
          .isLessThanOrEqualTo(path.equals("/d59/README.md") || path.equals("/d0/README.md") ? 2 : 1));
      assertThat(here.runs("verify").code()).isZero();
      assertThat(JSON.readTree(here.runs("status", "--json").out()).at("/atWork/hydration").isNull()).isTrue();
    }
  }

  private static JsonNode awaitPass(Person here, List<Running> passes) {
    JsonNode status = JSON.readTree(here.runs("status", "--json").out());
    while (status.at("/atWork/hydration").isNull()) {
      assertThat(passes.stream().allMatch(pass -> pass.endsWithin(A_MOMENT))).as("all ended unseen").isFalse();
      status = JSON.readTree(here.runs("status", "--json").out());
    }
    return status;
  }

  private static JsonNode summary(Ended ended) {
    return JSON.readTree(ended.out().lines().reduce((_, last) -> last).orElseThrow());
  }
}
