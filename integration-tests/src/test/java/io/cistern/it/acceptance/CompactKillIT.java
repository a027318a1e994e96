package io.cistern.it.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.it.acceptance.Launch.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The program, killed at random moments while it compacts after every few commits, beside its work and by the verb. */
final class CompactKillIT {
  private static final boolean CAMPAIGN = Boolean.getBoolean("cistern.campaign");
  private static final int KILLS = CAMPAIGN ? 100 : 5;
  private static final int FILES = CAMPAIGN ? 300 : 120;
  private static final Duration EARLIEST = Duration.ofMillis(400);
  private static final Duration LATEST = Duration.ofMillis(1800);

  /** Everything is always due, and nothing cools down. */
  private static final String[] EAGER = {
      "--set", "compaction.log-budget=1", "--set", "compaction.cooldown=1ms", "--set", "compaction.keep-recent=4"};

  @TempDir
  Path temporary;

  private final long seed = Long.getLong("cistern.seed", System.nanoTime());
  private final Random random = new Random(seed);
  private Path workspace;
  private Person person;
  private RandomKills kills;
  private int mirrors;

  @Test
  void noKillLosesAnythingOrLeavesAnything() throws IOException, InterruptedException {
    System.out.println("CompactKillIT: seed " + seed + " (again with -Dcistern.seed=" + seed + ")");
    workspace = Files.createDirectories(temporary.resolve("workspace"));
    Trees.files(workspace, FILES, 20, random);
    person = Person.at(temporary.resolve("home"));
    kills = new RandomKills(person, seed, random, EARLIEST, LATEST);
    try (Served served = person.serves(
        workspace, "--chaos", "seed=" + (seed & 0xffff) + ";tree:latency=100ms;file:latency=40ms")) {
      int killed = 0;
      while (killed < KILLS) {
        killed += oneMirror(served, KILLS - killed);
      }
    }
  }

  /** Kills a clone, and compactions in between, until the mirror is complete; how many kills there were. */
  private int oneMirror(Served served, int most) throws IOException, InterruptedException {
    Path mirror = person.home().resolve("m" + mirrors++);
    int killed = 0;
    boolean complete = false;
    Here before = new Here(0, 0);
    while (killed < most && !complete) {
      boolean dead = kills.kill(clone(served, mirror));
      complete = !dead;
      killed += dead ? 1 : 0;
      if (killed < most && Files.exists(mirror.resolve(".cistern/mirror.json"))) {
        killed += kills.kill(with("compact", "-C", mirror.toString())) ? 1 : 0;
        Here now = here(mirror);
        assertThat(now.names()).as("names, seed " + seed).isGreaterThanOrEqualTo(before.names());
        assertThat(now.contents()).as("contents, seed " + seed).isGreaterThanOrEqualTo(before.contents());
        before = now;
      }
    }
    Ended last = person.runs(clone(served, mirror));
    assertThat(last.code()).as("seed " + seed + ": " + last.out() + last.err()).isZero();
    Ended compacted = person.runs(with("compact", "-C", mirror.toString()));
    assertThat(compacted.code()).as("seed " + seed + ": " + compacted.out() + compacted.err()).isZero();
    Ended verified = person.runs("verify", "-C", mirror.toString());
    assertThat(verified.code()).as("seed " + seed + ": " + verified.out()).isZero();
    Trees.assertSame(mirror, workspace);
    try (Stream<Path> log = Files.list(mirror.resolve(".cistern/log"))) {
      assertThat(log.map(file -> file.getFileName().toString())).as("seed " + seed)
          .noneMatch(name -> name.contains(".prepar") || name.endsWith(".tmp"))
          .filteredOn(name -> name.endsWith(".ckpt")).hasSize(1);
    }
    return killed;
  }

  /** What the mirror has said that it has; the workspace does not change, so it never gets less. */
  private record Here(long names, long contents) {}

  /** A look at what a dead one left finds neither damage nor somebody at work. */
  private Here here(Path mirror) {
    Ended looked = person.runs("status", "-C", mirror.toString(), "--json");
    assertThat(looked.code()).as("seed " + seed + ": " + looked.out() + looked.err()).isIn(0, 4);
    JsonNode status = new JsonMapper().readTree(looked.out());
    assertThat(status.at("/verdict").asString()).as("seed " + seed).isNotEqualTo("damaged");
    assertThat(status.at("/compaction/pending").asBoolean()).as("nobody is at work").isFalse();
    return new Here(status.at("/paths/total").asLong(), status.at("/paths/hydrated").asLong());
  }

  private static String[] clone(Served served, Path mirror) {
    return with(
        "clone", served.url(), mirror.toString(), "--content", "all", "--token-file", served.tokenFile());
  }

  private static String[] with(String... words) {
    return Stream.concat(Stream.of(words), Stream.of(EAGER)).toArray(String[]::new);
  }
}
