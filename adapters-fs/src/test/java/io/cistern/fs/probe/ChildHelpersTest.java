package io.cistern.fs.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.application.contract.HelperProcessesContract;
import io.cistern.application.port.HelperProcesses;
import io.cistern.application.port.HelperProcesses.Helper;
import io.cistern.domain.probe.HomeName;
import io.cistern.domain.probe.ProbeOutcome;
import io.cistern.domain.probe.ProviderName;
import io.cistern.domain.probe.Reading;
import io.cistern.domain.time.Deadline;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Helpers as real processes that behave, and that do not. */
final class ChildHelpersTest extends HelperProcessesContract {
  private static final HomeName WORK = new HomeName("work");

  /** Far more than the end of a process takes; one that takes longer never ends. */
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  @TempDir
  private Path directory;

  @Override
  protected HelperProcesses answering() {
    return scripted(Scripts.GOOD);
  }

  @Override
  protected HelperProcesses learningNothing() {
    return scripted("while next; do printf '{\"id\":\"%s\",\"failed\":\"REMOTE_UNAVAILABLE\"}\\n' \"$id\"; done");
  }

  @Test
  void whatAnAnswerLeavesOutFollowsFromTheRest() {
    try (Helper helper = answering().start(WORK)) {
      Reading reading = ((ProbeOutcome.Answered) ask(helper)).reading();
      assertThat(reading.windows()).singleElement().satisfies(
          window -> assertThat(window.remaining()).isEqualTo(7));
      assertThat(reading.fetchedAt()).isBeforeOrEqualTo(InstantSource.system().instant());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {
      "echo hello; " + Scripts.GOOD,
      "next; echo hello; say x; " + Scripts.GOOD,
      "next; id=0123456789abcdef0123456789abcdef; say x; " + Scripts.GOOD,
      "next; echo; say x; " + Scripts.GOOD,
      "next; printf '[1,2]\\n'; " + Scripts.GOOD,
      "next; printf '{\"id\":\"%s\"}\\n' \"$id\"; " + Scripts.GOOD,
      "next; printf '{\"id\":\"%s\",\"reading\":{\"status\":\"fine\"}}\\n' \"$id\"; " + Scripts.GOOD,
      "next; exit 3",
      "exit 0",
      "next; kill -9 $$",
      "next; yes hello | tr -d '\\n'",
      "next; yes '{\"id\":\"1\",\"failed\":\"X\"}'",
      "next; yes hello >&2",
      "next; exec >&-; sleep 1000"})
  void aHelperThatBreaksTheRulesAnswersNothingAndIsNotAskedAgain(String script) {
    try (Helper helper = scripted(script).start(WORK)) {
      ProbeOutcome outcome = helper.ask(ProviderName.BROKER, script.contains(">&2") ? soon() : Deadline.NEVER);

      assertThat(outcome).isInstanceOf(ProbeOutcome.NoAnswer.class);
      assertThat(helper.usable()).isFalse();
      assertThat(ask(helper)).isInstanceOf(ProbeOutcome.NoAnswer.class);
    }
  }

  @Test
  void aSecondAnswerToOneQuestionIsNeverTheAnswerToTheNext() {
    for (int i = 0; i < 20; i++) {
      try (Helper helper = scripted("next; say first; say first; " + Scripts.GOOD).start(WORK)) {
        assertThat(account(ask(helper))).isIn("first", "none");
        assertThat(account(ask(helper))).isEqualTo("none");
      }
    }
  }

  @Test
  void aHelperThatNeverAnswersIsGivenUp() {
    try (Helper helper = scripted("next; sleep 1000").start(WORK)) {
      assertThat(helper.ask(ProviderName.BROKER, soon())).isEqualTo(new ProbeOutcome.NoAnswer("no answer in time"));
      assertThat(helper.usable()).isFalse();
    }
  }

  @Test
  void aHelperSeesNothingOfOurEnvironment() throws IOException {
    try (Helper helper = scripted("env > env.txt; " + Scripts.GOOD).start(WORK)) {
      ask(helper);
    }

    assertThat(Files.readAllLines(directory.resolve("env.txt")))
        .allMatch(line -> line.matches("(HOME_NAME|PATH|PWD|OLDPWD|SHLVL|_)=.*"));
  }

  @Test
  void whatAHelperStartedEndsWithIt() throws IOException {
    String script = "sh -c 'echo $$ > child; exec sleep 1000' & (sh -c 'echo $$ > grandchild; exec sleep 1000' &) ; "
        + "until [ -s child ] && [ -s grandchild ]; do :; done; " + Scripts.GOOD;
    try (Helper helper = scripted(script).start(WORK)) {
      assertThat(account(ask(helper))).isEqualTo("work");
    }

    assertGone(directory.resolve("child"));
    assertGone(directory.resolve("grandchild"));
  }

  @Test
  void aCommandThatBreaksTheRulesEndsWithItsGroupAtOnce() throws IOException {
    HelperProgram program = HelperProgram.shell(
        "(sh -c 'echo $$ > member; exec sleep 1000' &) ; until [ -s member ]; do :; done; echo noise; exec sleep 1000",
        Map.of("PATH", "/usr/bin:/bin"), directory);
    try (Helper helper = new ChildHelpers(_ -> program, InstantSource.system()).start(WORK)) {
      assertThat(ask(helper)).isInstanceOf(ProbeOutcome.NoAnswer.class);

      assertGone(directory.resolve("member"));
    }
  }

  @Test
  void aHelperThatIgnoresEverythingEndsAllTheSame() throws IOException {
    String script = "trap '' TERM INT HUP; echo $$ > child; while :; do read -r line || sleep 1; done";
    try (Helper helper = scripted(script).start(WORK)) {
      helper.ask(ProviderName.BROKER, soon());
      while (!Files.exists(directory.resolve("child")) || Files.size(directory.resolve("child")) == 0) {
        Thread.onSpinWait();
      }
    }

    assertGone(directory.resolve("child"));
  }

  @Test
  void whatAHelperMurmursIsKeptShortAndWithoutAnythingThatCouldBeASecret() {
    String token = "eyJhbGciOi.canary-4711.x_y-z";
    Murmur murmur = new Murmur(new ByteArrayInputStream(
        ("x".repeat(100_000) + " cannot log in with " + token + "\n\u001b[2J bye\n")
            .getBytes(StandardCharsets.UTF_8)));
    murmur.run();

    assertThat(murmur.redacted()).doesNotContain("canary").doesNotContain("\u001b").endsWith("bye")
        .contains("cannot log in with (redacted)").hasSizeLessThan(2100);
  }

  /** An orphan that ended and that nobody has collected yet has no command line any more. */
  private static void assertGone(Path pidFile) throws IOException {
    Path commandLine = Path.of("/proc", Files.readString(pidFile).strip(), "cmdline");
    Instant end = Instant.now().plus(PATIENCE);
    while (Files.exists(commandLine) && Files.readAllBytes(commandLine).length > 0) {
      assertThat(Instant.now()).as(pidFile + " is still there").isBefore(end);
      Thread.onSpinWait();
    }
  }

  private HelperProcesses scripted(String script) {
    return new ChildHelpers(Scripts.of(directory, script), InstantSource.system());
  }

  private static Deadline soon() {
    return Deadline.after(Instant.now(), Duration.ofMillis(300));
  }

  private static ProbeOutcome ask(Helper helper) {
    return helper.ask(ProviderName.BROKER, Deadline.NEVER);
  }

  private static String account(ProbeOutcome outcome) {
    return outcome instanceof ProbeOutcome.Answered(Reading reading) ? reading.account().orElse("") : "none";
  }
}
