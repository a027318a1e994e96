package io.cistern.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The verb {@code compact}, and what {@code status} says of compacting, over a real mirror. */
final class CompactCommandTest {
  @TempDir
  private Path base;

  private ServedDirectory served;
  private ProgramRun program;
  private Path mirror;

  @BeforeEach
  void cloneMirror() throws IOException {
    served = ServedDirectory.below(base);
    Path home = Files.createDirectories(base.resolve("home"));
    program = new ProgramRun(home).inRealTime();
    mirror = home.resolve("m");
    assertThat(program.run("clone", served.url(), "m", "--token-file", served.tokenFile())).isZero();
    program.in(mirror);
  }

  @AfterEach
  void stopServing() {
    served.close();
  }

  @Test
  void thePlanChangesNothingAndTheVerbSaysWhatItDid() throws IOException {
    assertThat(program.run("compact", "--dry-run")).isZero();
    assertThat(program.out()).startsWith("would fold ")
        .contains("expected gain   none: ", "all of the log is recent enough to stay", "history would begin at #1");
    assertThat(checkpoints()).isZero();

    assertThat(program.run("compact")).isZero();
    assertThat(program.out()).contains(
        "log and checkpoint: ", "history begins at #1", "5 live, 0 dropped", "the mirror opens faster");
    assertThat(checkpoints()).isEqualTo(1);
    assertThat(program.run("compact", "--fail-if-unchanged")).isEqualTo(9);
    assertThat(program.out()).isEqualTo("nothing to compact\n");
    assertThat(program.run("compact", "-n")).isZero();
    assertThat(program.out()).isEqualTo("nothing to compact\n");
    assertThat(program.run("verify")).isZero();
  }

  @Test
  void asJsonItNamesSequenceRecordsBytesAndPaths() {
    assertThat(program.run("compact", "--json")).isZero();
    fits(program.out());
    assertThat(program.out()).contains("\"compacted\":true", "\"firstKept\":1", "\"paths\":{\"live\":5,\"dropped\":0}");
    assertThat(program.run("compact", "--json")).isZero();
    fits(program.out());
    assertThat(program.out()).contains("\"compacted\":false");
  }

  @Test
  void theExpectedGainIsTheOneThatComes() {
    assertThat(program.run("hydrate", "/**")).isZero();
    comesAsExpected("256");
    assertThat(program.run("rm", "-y", "README.md")).isZero();
    comesAsExpected("1");
  }

  private void comesAsExpected(String keepRecent) {
    String keep = "compaction.keep-recent=" + keepRecent;
    assertThat(program.run("compact", "--dry-run", "--json", "--set", keep)).isZero();
    fits(program.out());
    String expected = program.out();

    assertThat(program.run("compact", "--json", "--set", keep)).isZero();

    String came = program.out();
    assertThat(expected).endsWith(came.substring(came.indexOf("\"firstKept\"")));
  }

  @Test
  void keepingLessOfTheHistoryDropsSegments() {
    assertThat(program.run("hydrate", "/**")).isZero();
    assertThat(program.run("compact", "--set", "compaction.keep-recent=1")).isZero();
    assertThat(program.run("verify")).isZero();
    assertThat(program.run("status", "--json")).isZero();

    assertThat(program.out()).contains("\"hydrated\":5");
  }

  @Test
  void statusSaysHowCompactingStands() {
    assertThat(program.run("status", "--json")).isZero();
    assertThat(JsonSchema.named("cistern.status-1").faults(program.out())).isEmpty();
    assertThat(program.out()).contains(
        "\"pending\":false", "\"admission\":{\"allowed\":true}", "\"budgetBytes\":16777216", "\"last\":null");

    assertThat(program.run("compact")).isZero();
    assertThat(program.run("status", "--json", "--set", "compaction.cooldown=1h")).isZero();

    assertThat(JsonSchema.named("cistern.status-1").faults(program.out())).isEmpty();
    assertThat(program.out()).contains("\"started\":1", "\"applied\":1", "\"outcome\":\"applied\"")
        .contains("\"admission\":{\"allowed\":false,\"reason\":\"cooldown\",\"retryAt\":\"2");
  }

  @Test
  void aLogOfTwiceItsBudgetIsCompactedAtOnceAndThatIsSaid() throws IOException {
    assertThat(program.run("hydrate", "/**", "--set", "compaction.log-budget=64")).isZero();

    assertThat(program.err()).contains("the log is twice its budget: compacting it now");
    assertThat(checkpoints()).isEqualTo(1);
    assertThat(program.run("verify")).isZero();
  }

  @Test
  void whereItIsDisabledOnlyTheVerbDoesIt() throws IOException {
    String off = "compaction.enabled=false";
    assertThat(program.run("hydrate", "/**", "--set", "compaction.log-budget=64", "--set", off)).isZero();
    assertThat(program.err()).doesNotContain("compacting");
    assertThat(checkpoints()).isZero();

    assertThat(program.run("compact", "--set", off)).isZero();

    assertThat(checkpoints()).isEqualTo(1);
  }

  private long checkpoints() throws IOException {
    try (Stream<Path> log = Files.list(mirror.resolve(".cistern/log"))) {
      return log.filter(file -> file.toString().endsWith(".ckpt")).count();
    }
  }

  private static void fits(String document) {
    assertThat(JsonSchema.named("cistern.compact-1").faults(document)).isEmpty();
  }
}
