package io.cistern.it.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.it.acceptance.Launch.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A pass, killed at random moments: what it said is here is never asked for again, and in the end all is here. */
final class HydrateKillIT {
  private static final boolean CAMPAIGN = Boolean.getBoolean("cistern.campaign");
  private static final int KILLS = CAMPAIGN ? 200 : 5;
  private static final int FILES = 150;
  private static final Duration EARLIEST = Duration.ofMillis(400);
  private static final Duration LATEST = Duration.ofMillis(1400);
  private static final JsonMapper JSON = new JsonMapper();

  @TempDir
  Path temporary;

  private final long seed = Long.getLong("cistern.seed", System.nanoTime());
  private final Random random = new Random(seed);
  private int mirrors;

  @Test
  void whatAKilledPassHadCommittedIsNotFetchedAgain() throws IOException {
    System.out.println("HydrateKillIT: seed " + seed + " (again with -Dcistern.seed=" + seed + ")");
    Path workspace = Files.createDirectories(temporary.resolve("workspace"));
    Trees.files(workspace, FILES, 10, random);
    Person person = Person.at(temporary.resolve("home"));
    try (Served served = person.serves(workspace, "--chaos", "file:latency=50ms")) {
      int killed = 0;
      while (killed < KILLS) {
        killed += oneMirror(person, served, workspace, KILLS - killed);
      }
    }
  }

  private int oneMirror(Person person, Served served, Path workspace, int most) throws IOException {
    Path mirror = person.home().resolve("m" + mirrors++);
    Ended names = person.runs(
        "clone", served.url(), mirror.toString(), "--content", "none", "--token-file", served.tokenFile());
    assertThat(names.code()).as(names.err()).isZero();
    Person here = person.in(mirror);
    Set<String> told = new HashSet<>();
    int killed = 0;
    boolean complete = false;
    while (killed < most && !complete) {
      Instant begun = Instant.now();
      Ended ended = killedAtRandom(here);
      assertThat(served.fileRequestsSince(begun)).as("seed " + seed + ": asked for again").noneMatch(told::contains);
      complete = ended.code() == 0;
      killed += complete ? 0 : 1;
      ended.out().lines().filter(line -> line.endsWith("}")).map(JSON::readTree).forEach(line -> {
        if (line.path("result").asString("").equals("hydrated")) {
          told.add(line.get("path").asString());
        }
      });
    }
    Ended last = here.runs("hydrate", "**");
    assertThat(last.code()).as("seed " + seed + ": " + last.err()).isZero();
    JsonNode status = JSON.readTree(here.runs("status", "--json").out());
    assertThat(status.at("/paths/placeholder").asInt()).as("seed " + seed).isZero();
    assertThat(here.runs("verify").code()).as("seed " + seed).isZero();
    Trees.assertSame(mirror, workspace);
    return killed;
  }

  private Ended killedAtRandom(Person here) {
    try (Running running = here.starts("hydrate", "**", "--json")) {
      long span = LATEST.minus(EARLIEST).toMillis();
      return running.endsWithin(EARLIEST.plusMillis(random.nextLong(span))) ? running.end() : running.kill();
    }
  }
}
