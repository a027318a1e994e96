package io.cistern.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code pull} and what {@code status} says of a bootstrap, over a real mirror of a real broker, in process. */
final class PullCommandTest {
  @TempDir
  private Path base;

  private ServedDirectory served;
  private ProgramRun program;
  private Path mirror;

  @BeforeEach
  void serveAndMirror() throws IOException {
    served = ServedDirectory.below(base);
    Path home = Files.createDirectories(base.resolve("home"));
    mirror = home.resolve("m");
    program = new ProgramRun(home).inRealTime();
    assertThat(program.run("clone", served.url(), "m", "--token-file", served.tokenFile())).isZero();
    program.in(mirror);
  }

  @AfterEach
  void stopServing() {
    served.close();
  }

  @Test
  void aQuietPullSaysThatNothingIsNew() {
    assertThat(program.run("pull")).isZero();
    assertThat(program.out().lines().toList()).containsExactly(
        "mirror ws_test → ~/m", "  names      5 complete, nothing new");
    assertThat(program.run("pull", "--fail-if-unchanged", "--json")).isEqualTo(9);
    fits("cistern.lines-1", program.out());
    assertThat(program.out()).contains("\"verb\":\"pull\"", "\"wasComplete\":true", "\"exitCode\":9");
    assertThat(program.run("-n", "pull")).isZero();
    assertThat(program.out()).isEqualTo("nothing new\n");
  }

  @Test
  void receivesWhatIsNewAndRefreshesWhatIsHere() throws IOException {
    served.save("README.md", "hello again\n");
    served.save("docs/new.md", "new\n");
    served.save("docs/plan.md", "names first, always\n");
    served.remove("data/noise.bin");

    assertThat(program.run("pull", "-n")).isZero();
    assertThat(program.out().lines().toList()).containsExactly(
        "refresh     README.md", "remove      data/noise.bin", "create      docs/new.md", "update      docs/plan.md",
        "would change 4 paths");
    assertThat(program.run("pull", "-n", "--json")).isZero();
    assertThat(program.out().lines().toList()).hasSize(5).allSatisfy(line -> fits("cistern.lines-1", line));
    assertThat(mirror.resolve("README.md")).hasContent("hello\n");

    assertThat(program.run("pull")).isZero();
    assertThat(program.out()).contains("names      5 complete (1 new, 2 updated, 1 removed)");
    assertThat(mirror.resolve("README.md")).hasContent("hello again\n");
    assertThat(mirror.resolve("docs/new.md")).isEmptyFile();
    assertThat(mirror.resolve("data")).doesNotExist();
    assertThat(program.run("pull", "--fail-if-unchanged")).isEqualTo(9);
  }

  @Test
  void verifyComparesWithTheRemoteAndChangesNothing() throws IOException {
    assertThat(program.run("verify", "--remote")).isZero();
    assertThat(program.out()).endsWith("5 files listed by the remote: the mirror knows them as they are\n");

    served.save("README.md", "hello again\n");
    served.save("docs/new.md", "new\n");
    served.remove("data/noise.bin");

    assertThat(program.run("verify", "--remote")).isEqualTo(4);
    assertThat(program.out().lines().toList()).containsExactly(
        "README.md: the remote has another version; `cistern pull` receives it",
        "data/noise.bin: the remote does not list it; kept",
        "docs/new.md: the remote has it, the mirror does not know it; `cistern pull` receives it",
        "5 paths checked, 6 B hashed: all is as it should be",
        "5 files listed by the remote: the mirror differs at 3 paths");
    assertThat(program.run("verify", "docs", "--remote", "--json")).isEqualTo(4);
    assertThat(program.out().lines().toList()).allSatisfy(line -> fits("cistern.lines-1", line));
    assertThat(program.out())
        .contains("\"path\":\"/docs/new.md\",\"finding\":\"unknown-here\",\"severity\":\"attention\"")
        .contains("\"listed\":4,\"differing\":1,\"exitCode\":4");
    assertThat(program.run("verify", "README.md", "--remote")).isEqualTo(4);
    assertThat(program.out()).endsWith("1 file listed by the remote: the mirror differs at 1 path\n");
    assertThat(program.run("verify")).isZero();
    assertThat(mirror.resolve("README.md")).hasContent("hello\n");

    assertThat(program.run("pull")).isZero();
    assertThat(program.run("verify", "--remote")).isZero();
  }

  @Test
  void keepsAndListsWhatWasChangedHere() throws IOException {
    assertThat(program.run("hydrate", "**")).isZero();
    Files.writeString(mirror.resolve("README.md"), "mine\n");
    Files.writeString(mirror.resolve("docs/größe.txt"), "meins\n");
    Files.delete(mirror.resolve("docs/plan.md"));
    served.save("README.md", "theirs\n");

    assertThat(program.run("pull", "-n")).isZero();
    assertThat(program.out()).startsWith("conflict    README.md\n");
    assertThat(program.run("pull", "--json")).isEqualTo(4);
    assertThat(program.out().lines().toList()).allSatisfy(line -> fits("cistern.lines-1", line));
    assertThat(program.out())
        .contains("{\"type\":\"local\",\"path\":\"/README.md\",\"change\":\"conflict\"}")
        .contains("{\"type\":\"local\",\"path\":\"/docs/plan.md\",\"change\":\"missing\"}")
        .contains("\"recorded\":3")
        .contains("\"local\":{\"modified\":1,\"added\":0,\"removed\":0,\"missing\":1,\"conflict\":1}");
    assertThat(program.run("pull")).isZero();
    assertThat(program.out().lines().toList()).containsExactly(
        "mirror ws_test → ~/m",
        "  names      5 complete, nothing new",
        "  local      1 changed here, 1 missing here, without a recorded removal, 1 in conflict; left as they are",
        "             README.md  in conflict",
        "             docs/größe.txt  changed here",
        "             docs/plan.md  missing here, without a recorded removal");
    assertThat(mirror.resolve("README.md")).hasContent("mine\n");
    assertThat(mirror.resolve("docs/größe.txt")).hasContent("meins\n");
    assertThat(mirror.resolve("docs/plan.md")).doesNotExist();
    assertThat(served.directory().resolve("docs/plan.md")).exists();
  }

  @Test
  void manyRemovalsAreRefusedUntilTheyAreConfirmed() throws IOException {
    served.remove("docs/größe.txt");
    served.remove("docs/plan.md");
    String[] strict = {"--set", "rm.mass=1 paths and 10 %"};

    assertThat(program.run("pull", strict[0], strict[1])).isEqualTo(7);
    assertThat(program.err()).startsWith("cistern: the remote has removed 2 of 5 paths; nothing was removed here")
        .contains("cistern pull --dry-run");
    assertThat(mirror.resolve("docs/plan.md")).exists();
    String token = program.err().replaceAll("(?s).*--confirm ([0-9a-f]+).*", "$1");
    assertThat(program.run("pull", "-n", strict[0], strict[1])).isZero();
    assertThat(program.out()).contains("remove      docs/plan.md");
    assertThat(program.err()).contains("cistern pull --confirm " + token);
    assertThat(program.run("pull", "-n", "--json", strict[0], strict[1])).isZero();
    assertThat(program.out()).contains("\"confirm\":\"" + token + "\"");

    assertThat(program.run("pull", strict[0], strict[1], "--confirm", "nonsense", "--json")).isEqualTo(7);
    assertThat(program.err()).contains("\"code\":\"REFUSED_MASS_REMOVAL\"");
    fits("cistern.lines-1", program.out());
    assertThat(program.out()).contains("\"finished\":false,\"complete\":true,\"paths\":5,\"exitCode\":7");
    assertThat(program.run("pull", strict[0], strict[1], "--confirm", token)).isZero();
    assertThat(program.out()).contains("3 complete (2 removed)");
    assertThat(mirror.resolve("docs/plan.md")).doesNotExist();
  }

  @Test
  void saysOnceWhichSettingsHadToBeCut() {
    assertThat(program.with("RELAYFILE_EXPORT_TIMEOUT", "80s").run("pull")).isZero();
    assertThat(program.err()).isEqualTo("warning: bootstrap.export-timeout 80s is cut to 67500ms, three quarters of"
        + " bootstrap.idle-timeout 90s\n");
    program.with("RELAYFILE_EXPORT_TIMEOUT", "").with("RELAYFILE_BOOTSTRAP_TIMEOUT", "20s");
    assertThat(program.run("pull")).isZero();
    assertThat(program.err()).contains("is cut to 15s, three quarters of bootstrap.timeout 20s");
  }

  @Test
  void aBootstrapThatGaveUpSaysSoEverywhereUntilItIsRetried() throws IOException {
    Path other = base.resolve("home/other");
    String[] soon = {"--set", "bootstrap.max-directories=1"};
    assertThat(
        program.run("clone", served.url(), other.toString(), "--token-file", served.tokenFile(), soon[0], soon[1]))
        .isEqualTo(8);
    assertThat(program.err()).startsWith("cistern: the workspace has more than 1 directories")
        .contains("bootstrap.max-directories");
    program.in(other);

    assertThat(program.run("status", soon[0], soon[1])).isEqualTo(4);
    assertThat(program.out()).contains("stalled").contains("the workspace has more than 1 directories")
        .contains("→ cistern clone --retry");
    assertThat(program.run("status", "--json")).isEqualTo(4);
    fits("cistern.status-1", program.out());
    assertThat(program.out()).contains(
        "\"verdict\":\"stalled\"", "\"stall\":{\"kind\":\"too-large\"", "\"limit\":1",
        "\"next\":\"try again, because the limit was raised\"");
    assertThat(program.run("pull", soon[0], soon[1])).isEqualTo(8);
    assertThat(program.run("pull", "-n", soon[0], soon[1])).isZero();
    assertThat(program.out()).startsWith("would go on with: nothing, until it is retried");

    assertThat(program.run("pull")).as(program.err()).isZero();
    assertThat(program.out()).contains("names      5 complete");
    assertThat(program.run("status")).isZero();
  }

  private static void fits(String schema, String document) {
    assertThat(JsonSchema.named(schema).faults(document)).isEmpty();
  }
}
