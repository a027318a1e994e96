package io.cistern.it.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.application.Mirror;
import io.cistern.application.MirrorSettings;
import io.cistern.application.inspect.ShowLog;
import io.cistern.application.testing.FakeRemote;
import io.cistern.domain.journal.Sequence;
import io.cistern.domain.manifest.PathState;
import io.cistern.fs.mirror.FileMirror;
import io.cistern.fs.mirror.MirrorHost;
import io.cistern.it.acceptance.Launch.Ended;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The disk's budget, kept by the packaged program: what goes, what stays, and never more than it, whoever fills. */
final class DiskQuotaIT {
  private static final int FILES = 40;
  private static final int BYTES = 10_000;
  private static final int FIT = 10;
  private static final String QUOTA = "quota.disk=" + FIT * BYTES;
  private static final Duration A_MOMENT = Duration.ofMillis(5);

  /** A look at many files sees what was never there together, if what was made room for can come meanwhile. */
  private static final Duration AT_ONCE = Duration.ofMillis(50);

  private static final JsonMapper JSON = new JsonMapper();

  @TempDir
  Path temporary;

  @Test
  void theLeastRecentlyUsedGoesAndWhatIsPinnedOrInUseStays() throws IOException {
    Person person = Person.at(temporary.resolve("home"));
    try (Served served = person.serves(workspace())) {
      Person here = clones(person, served);
      assertThat(here.runs("pin", "f00").code()).isZero();
      assertThat(here.runs("hydrate", "f02", "--set", QUOTA).code()).isZero();
      // One at a time, in order: who of a pass side by side is the oldest is nobody's promise.
      assertThat(here.runs("hydrate", "f0*", "--set", QUOTA, "--set", "hydrate.parallelism=1").code()).isZero();
      assertThat(here.runs("status", "--set", QUOTA).out()).contains("1 pin", "97.7 KiB of 97.7 KiB used");

      Ended opened = here.runs("open", "f39", "--set", QUOTA);

      assertThat(opened.code()).as(opened.err()).isZero();
      assertThat(content(here.directory())).isLessThanOrEqualTo(FIT * BYTES);
      assertThat(states(here, "hydrated")).contains("/f00", "/f09", "/f39").doesNotContain("/f02")
          .as("little more goes than has to").hasSizeGreaterThanOrEqualTo(FIT - 2);
      assertThat(here.runs("ls", "f00", "f01").out()).contains("f00  (pinned)").doesNotContain("f01  (pinned)");
      assertThat(here.runs("explain", "f02").out()).contains("given back to stay within quota.disk");
      Ended pass = here.runs("hydrate", "f10", "f11", "f12", "--set", QUOTA, "--json");
      assertThat(pass.code()).as(pass.out() + pass.err()).isZero();
      assertThat(content(here.directory())).isLessThanOrEqualTo(FIT * BYTES);
      assertThat(states(here, "hydrated")).contains("/f00", "/f10", "/f11", "/f12");
      Ended tooMuch = here.runs("hydrate", "f2*", "--set", QUOTA, "--json");
      assertThat(tooMuch.code()).as("what has just come is not given back for the rest").isEqualTo(3);
      assertThat(tooMuch.out()).contains("\"reason\":\"QUOTA\"");
      assertThat(content(here.directory())).isLessThanOrEqualTo(FIT * BYTES);
      assertThat(here.runs("verify").code()).isZero();
    }
  }

  @Test
  void twoProgramsThatFillTogetherNeverHaveMoreHereThanTheBudget() throws IOException {
    Person person = Person.at(temporary.resolve("home"));
    try (Served served = person.serves(workspace(), "--chaos", "file:latency=100ms")) {
      Person here = clones(person, served);
      assertThat(here.runs("pin", "f00").code()).isZero();
      assertThat(here.runs("hydrate", "f0*", "--set", QUOTA).code()).isZero();
      List<String> one = new ArrayList<>(List.of("open", "--set", QUOTA));
      List<String> other = new ArrayList<>(List.of("open", "--set", QUOTA));
      for (int i = FIT; i < FILES; i++) {
        (i % 2 == 0 ? one : other).add("f" + i);
      }

      long most = 0;
      try (Running first = here.starts(one.toArray(String[]::new));
          Running second = here.starts(other.toArray(String[]::new))) {
        boolean ended = false;
        while (!ended) {
          ended = first.endsWithin(A_MOMENT) && second.endsWithin(A_MOMENT);
          long begun = System.nanoTime();
          long bytes = content(here.directory());
          boolean atOnce = System.nanoTime() - begun < AT_ONCE.toNanos();
          most = ended || atOnce ? Math.max(most, bytes) : most;
        }
        assertThat(List.of(first.end(), second.end()))
            .allSatisfy(each -> assertThat(each.code()).as(each.out() + each.err()).isIn(0, 3, 8));
      }

      assertThat(most).as("the most bytes that were seen here at a time").isBetween(1L, (long) FIT * BYTES);
      assertThat(mostCommitted(here.directory())).as("the most files that were to be here at a time").isEqualTo(FIT);
      assertThat(states(here, "hydrated")).contains("/f00").hasSize((int) (content(here.directory()) / BYTES));
      assertThat(here.runs("verify").code()).isZero();
    }
  }

  private Path workspace() throws IOException {
    Path workspace = Files.createDirectories(temporary.resolve("workspace"));
    for (int i = 0; i < FILES; i++) {
      Files.writeString(workspace.resolve("f%02d".formatted(i)), String.valueOf(i % 10).repeat(BYTES));
    }
    return workspace;
  }

  private static Person clones(Person person, Served served) {
    Ended names = person.runs("clone", served.url(), "m", "--content", "none", "--token-file", served.tokenFile());
    assertThat(names.code()).as(names.err()).isZero();
    return person.in(person.home().resolve("m"));
  }

  /** Bytes of visible content. */
  private static long content(Path root) {
    try (Stream<Path> files = Files.list(root)) {
      return files.filter(Files::isRegularFile).mapToLong(DiskQuotaIT::size).sum();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException _) {
      return 0; // it has just been switched
    }
  }

  /** By the log: how many files had content after each of its operations, at most. */
  private static int mostCommitted(Path root) {
    Set<String> filled = new HashSet<>();
    int[] most = {0};
    int[] fills = {0};
    try (FileMirror files = FileMirror.open(root, MirrorHost.system("quota"));
        Mirror embedded = new Mirror(files.parts(), new FakeRemote(), MirrorSettings.DEFAULTS)) {
      ShowLog.Report _ = embedded.history(Sequence.NONE, group -> {
        for (ShowLog.Entry entry : group.entries()) {
          boolean fill = entry.state().equals(Optional.of(PathState.HYDRATED));
          boolean changed = fill ? filled.add(entry.name()) : filled.remove(entry.name());
          fills[0] += fill && changed ? 1 : 0;
        }
        most[0] = Math.max(most[0], filled.size());
      });
    }
    assertThat(fills[0]).as("files that came").isGreaterThan(FIT);
    return most[0];
  }

  private static List<String> states(Person here, String state) {
    List<String> names = new ArrayList<>();
    for (JsonNode entry : JSON.readTree(here.runs("ls", "-r", "--json").out()).get("entries")) {
      if (entry.path("state").asString("").equals(state)) {
        names.add(entry.get("path").asString());
      }
    }
    return names;
  }
}
