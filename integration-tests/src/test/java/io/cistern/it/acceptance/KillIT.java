package io.cistern.it.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.it.acceptance.Launch.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The client, killed at random moments while it clones and hydrates. */
final class KillIT {
  private static final boolean CAMPAIGN = Boolean.getBoolean("cistern.campaign");
  private static final int KILLS = CAMPAIGN ? 200 : 5;
  private static final int FILES = CAMPAIGN ? 400 : 200;
  private static final int MEBIBYTES = CAMPAIGN ? 6 : 3;
  private static final Duration EARLIEST = Duration.ofMillis(300);
  private static final Duration LATEST = Duration.ofMillis(1500);

  @TempDir
  Path temporary;

  private final long seed = Long.getLong("cistern.seed", System.nanoTime());
  private final Random random = new Random(seed);
  private Path workspace;
  private Person person;
  private RandomKills kills;
  private int mirrors;

  @Test
  void everyRestartRecoversAndNothingHalfDoneIsEverVisible() throws IOException, InterruptedException {
    System.out.println("KillIT: seed " + seed + " (again with -Dcistern.seed=" + seed + ")");
    workspace = Files.createDirectories(temporary.resolve("workspace"));
    Trees.files(workspace, FILES, 20, random);
    Trees.binary(workspace.resolve("large.bin"), MEBIBYTES, random);
    Trees.text(workspace.resolve("large.txt"), MEBIBYTES);
    Files.createFile(workspace.resolve("empty"));
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

  /** Kills and restarts until the mirror is complete, or there were enough kills; how many there were. */
  private int oneMirror(Served served, int most) throws IOException, InterruptedException {
    Path mirror = person.home().resolve("m" + mirrors++);
    int killed = 0;
    try (Watcher watcher = Watcher.over(mirror, workspace)) {
      boolean complete = false;
      while (killed < most && !complete) {
        complete = !kills.kill(clone(served, mirror));
        killed += complete ? 0 : 1;
        statusIsTheTruth(mirror);
      }
      Ended last = person.runs(clone(served, mirror));
      assertThat(last.code()).as("seed " + seed + ": " + last.out() + last.err()).isZero();
      watcher.close();
      assertThat(watcher.wrong()).as("seed " + seed).isEmpty();
      assertThat(watcher.looks()).as("contents compared").isPositive();
    }
    Ended verified = person.runs("verify", "-C", mirror.toString());
    assertThat(verified.code()).as("seed " + seed + ": " + verified.out()).isZero();
    assertThat(mirror.resolve(".cistern/quarantine")).isEmptyDirectory();
    assertThat(mirror.resolve(".cistern/staging")).isEmptyDirectory();
    Trees.assertSame(mirror, workspace);
    return killed;
  }

  /** A look at what the dead one left changes nothing, and finds neither damage nor somebody at work. */
  private void statusIsTheTruth(Path mirror) {
    Ended looked = person.runs("status", "-C", mirror.toString(), "--json");
    if (looked.code() == 10) {
      assertThat(mirror.resolve(".cistern/mirror.json")).as("killed before there was a mirror").doesNotExist();
      return;
    }
    assertThat(looked.code()).as("seed " + seed + ": " + looked.out() + looked.err()).isIn(0, 4);
    JsonNode status = new JsonMapper().readTree(looked.out());
    assertThat(status.at("/verdict").asString()).as("seed " + seed).isNotEqualTo("damaged");
    assertThat(status.at("/atWork/passes").isEmpty()).as("nobody is at work").isTrue();
    assertThat(status.at("/atWork/writer").isNull()).as("nobody is writing").isTrue();
  }

  private static String[] clone(Served served, Path mirror) {
    return new String[]{
        "clone", served.url(), mirror.toString(), "--content", "all", "--token-file", served.tokenFile()};
  }
}
