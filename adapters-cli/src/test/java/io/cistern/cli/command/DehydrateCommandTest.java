package io.cistern.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code dehydrate}, {@code pin} and {@code unpin} over a real mirror of a real broker, in process. */
final class DehydrateCommandTest {
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
    assertThat(program.run("clone", served.url(), "m", "--token-file", served.tokenFile(), "--content", "all"))
        .isZero();
    program.in(mirror);
  }

  @AfterEach
  void stopServing() {
    served.close();
  }

  @Test
  void givesContentBackAndSaysHowMuch() {
    assertThat(program.run("dehydrate", "-n", "docs", "*.bin")).isZero();
    assertThat(program.out().lines().toList()).containsExactly("data/noise.bin", "docs/größe.txt", "docs/plan.md");
    assertThat(program.err()).contains("docs/empty.txt: empty").contains("would dehydrate 3 files");
    assertThat(mirror.resolve("docs/plan.md")).isNotEmptyFile();

    assertThat(program.run("drop", "docs", "*.bin")).isZero();
    assertThat(program.out()).isEqualTo("3 dehydrated (97.7 KiB free), 1 left as they are\n");
    assertThat(mirror.resolve("docs/plan.md")).isEmptyFile();
    assertThat(mirror.resolve(".cistern/trash")).isEmptyDirectory();
    assertThat(program.run("verify")).isZero();

    assertThat(program.run("open", "--cat", "docs/plan.md")).isZero();
    assertThat(program.out()).isEqualTo("names first\n");
  }

  @Test
  void keepsWhatIsChangedHereAndTellsProgramsWhy() throws IOException {
    Files.writeString(mirror.resolve("docs/plan.md"), "mine");

    assertThat(program.run("dehydrate", "/docs/plan.md", "/README.md", "--json")).isZero();

    assertThat(program.out().lines().toList()).allSatisfy(DehydrateCommandTest::fits);
    assertThat(program.out())
        .contains("\"path\":\"/docs/plan.md\",\"result\":\"skipped\",\"reason\":\"edited\"")
        .contains("\"path\":\"/README.md\",\"result\":\"dehydrated\",\"bytes\":6")
        .contains("\"verb\":\"dehydrate\",\"candidates\":2,\"dehydrated\":1,\"skipped\":1,\"failed\":0");
    assertThat(mirror.resolve("docs/plan.md")).hasContent("mine");
  }

  @Test
  void saysWhatMatchesNothingAndWhatIsDoneAlready() {
    assertThat(program.run("dehydrate", "nothing*")).isEqualTo(1);
    assertThat(program.err()).contains("nothing*: matches nothing in this mirror");
    assertThat(program.run("dehydrate")).isEqualTo(2);
    assertThat(program.run("dehydrate", "README.md")).isZero();
    assertThat(program.run("dehydrate", "README.md", "--fail-if-unchanged")).isEqualTo(9);
    assertThat(program.out()).isEqualTo("nothing to dehydrate\n");
  }

  @Test
  void whatIsPinnedIsFetchedAndStays() {
    assertThat(program.run("dehydrate", "**")).isZero();
    assertThat(program.run("pin", "docs", "--json")).isZero();
    assertThat(program.out().lines().toList()).allSatisfy(DehydrateCommandTest::fits);
    assertThat(program.out()).contains("\"path\":\"/docs\",\"result\":\"pinned\"")
        .contains("\"path\":\"/docs/plan.md\",\"result\":\"hydrated\"")
        .contains("\"verb\":\"pin\",\"pinned\":1,\"candidates\":2");
    assertThat(mirror.resolve("docs/plan.md")).hasContent("names first\n");

    assertThat(program.run("dehydrate", "docs/plan.md")).isZero();
    assertThat(program.err()).contains("docs/plan.md: pinned; left as it is");
    assertThat(mirror.resolve("docs/plan.md")).isNotEmptyFile();
    assertThat(program.run("unpin", "docs/plan.md")).isEqualTo(2);
    assertThat(program.err()).contains("/docs/plan.md is pinned through /docs");

    assertThat(program.run("unpin", "/docs", "README.md", "--json")).isZero();
    assertThat(program.out().lines().toList()).allSatisfy(DehydrateCommandTest::fits);
    assertThat(program.out()).contains("\"path\":\"/README.md\",\"result\":\"notPinned\"");
    assertThat(program.run("dehydrate", "docs/plan.md")).isZero();
    assertThat(mirror.resolve("docs/plan.md")).isEmptyFile();
  }

  @Test
  void pinningIsRememberedWhenTheBrokerIsGone() {
    assertThat(program.run("dehydrate", "**")).isZero();
    served.close();

    assertThat(program.run("pin", "docs/plan.md")).isEqualTo(5);
    assertThat(program.run("dehydrate", "-n", "**")).isZero();
    assertThat(program.run("unpin", "docs/plan.md")).isZero();
    assertThat(program.out()).startsWith("1 pin taken away");
    assertThat(program.run("pin", "nowhere")).isEqualTo(2);
  }

  private static void fits(String line) {
    assertThat(JsonSchema.named("cistern.lines-1").faults(line)).isEmpty();
  }
}
