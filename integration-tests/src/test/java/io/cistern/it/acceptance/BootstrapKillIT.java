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

/** A clone with all content over a broker that exports nothing, killed at random moments: see how little is asked twice. */
final class BootstrapKillIT {
  private static final boolean CAMPAIGN = Boolean.getBoolean("cistern.campaign");
  private static final int KILLS = CAMPAIGN ? 20 : 5;
  private static final int FILES = CAMPAIGN ? 3_000 : 1_000;
  private static final int PAGE = 1_000;
  private static final int IN_FLIGHT = 16;
  private static final Duration EARLIEST = Duration.ofMillis(400);
  private static final Duration LATEST = Duration.ofMillis(1200);

  @TempDir
  Path temporary;

  private final long seed = Long.getLong("cistern.seed", System.nanoTime());
  private final Random random = new Random(seed);

  @Test
  void aKilledBootstrapGoesOnAndAsksForLittleTwice() throws IOException {
    System.out.println("BootstrapKillIT: seed " + seed + " (again with -Dcistern.seed=" + seed + ")");
    Path workspace = Files.createDirectories(temporary.resolve("workspace"));
    Trees.files(workspace, FILES, 50, random);
    Person person = Person.at(temporary.resolve("home"));
    Path mirror = person.home().resolve("m");
    try (Served served = person.serves(
        workspace, "--chaos", "seed=" + (seed & 0xffff)
            + ";export:status=429,code=workspace_busy,retry-after=600;tree:latency=150ms;file:latency=40ms")) {
      int killed = 0;
      while (killed < KILLS && isKilled(person, served, mirror)) {
        killed++;
      }
      Ended last = person.runs(clone(served, mirror));

      assertThat(last.code()).as("seed " + seed + ": " + last.out() + last.err()).isZero();
      Trees.assertSame(mirror, workspace);
      assertThat(served.fileRequests().size()).as("files asked for, seed " + seed + ", " + killed + " kills")
          .isLessThanOrEqualTo(FILES + killed * IN_FLIGHT);
      long pages = served.requests().stream().filter(request -> request.startsWith("tree ")).count();
      assertThat(pages).as("pages asked for, seed " + seed + ", " + killed + " kills")
          .isLessThanOrEqualTo((FILES + 50) / PAGE + 1 + killed);
      System.out.println("BootstrapKillIT: " + killed + " kills, " + FILES + " files, "
          + served.fileRequests().size() + " files and " + pages + " pages asked for");
    }
    Ended verified = person.runs("verify", "-C", mirror.toString());
    assertThat(verified.code()).as("seed " + seed + ": " + verified.out()).isZero();
  }

  private boolean isKilled(Person person, Served served, Path mirror) {
    try (Running running = person.starts(clone(served, mirror))) {
      if (running.endsWithin(EARLIEST.plusMillis(random.nextLong(LATEST.minus(EARLIEST).toMillis())))) {
        Ended ended = running.end();
        assertThat(ended.code()).as("seed " + seed + ": " + ended.out() + ended.err()).isZero();
        return false;
      }
      running.kill();
      return true;
    }
  }

  private static String[] clone(Served served, Path mirror) {
    return new String[]{
        "clone", served.url(), mirror.toString(), "--content", "all", "--token-file", served.tokenFile()};
  }
}
