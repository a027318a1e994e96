package io.cistern.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CommandLineTest {
  @TempDir
  private Path home;

  @Test
  void globalOptionsStandBeforeOrAfterTheVerb() {
    ProgramRun program = new ProgramRun(home);
    assertThat(program.run("--json", "version")).isZero();
    String before = program.out();
    assertThat(program.run("version", "--json")).isZero();
    assertThat(program.out()).isEqualTo(before).startsWith("{\"schema\":\"cistern.version/1\"");
    assertThat(program.run("config", "get", "lock.wait", "--set", "lock.wait=3s")).isZero();
    assertThat(program.out()).isEqualTo("3s\n");
    assertThat(program.run("--set=lock.wait=4s", "config", "get", "lock.wait")).isZero();
    assertThat(program.out()).isEqualTo("4s\n");
  }

  @Test
  void everyFlagHasAVariableThatTheFlagBeats() throws IOException {
    Path other = Files.writeString(home.resolve("other.toml"), "lock.wait = \"7s\"\n");
    ProgramRun program = new ProgramRun(home).with("CISTERN_JSON", "yes").with("CISTERN_CONFIG", other.toString());
    assertThat(program.run("config", "path")).isZero();
    assertThat(program.out()).isEqualTo(
        "{\"schema\":\"cistern.config/1\",\"user\":\"" + other + "\",\"mirror\":null}\n");
    assertThat(program.run("config", "path", "--config", "x.toml")).isZero();
    assertThat(program.out()).contains("\"user\":\"" + home.resolve("x.toml") + "\"");
  }

  @Test
  void aVariableThatIsNeitherYesNorNoIsAConfigError() {
    ProgramRun program = new ProgramRun(home).with("CISTERN_QUIET", "maybe");
    assertThat(program.run("version")).isEqualTo(2);
    assertThat(program.err()).startsWith("cistern: CISTERN_QUIET: \"maybe\" is not true or false\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"versoin", "--verson", "config gte", "config set lock.wait", "version extra",
      "--color=pink version",
      "--timeout=3 version", "config list --set lock.wait", "config list --set lock.wiat=3s"})
  void wrongUsageEndsWithTwoLinesAndCodeTwo(String line) {
    ProgramRun program = new ProgramRun(home);
    assertThat(program.run(line.split(" "))).isEqualTo(2);
    assertThat(program.err().lines()).hasSize(2);
    assertThat(program.err()).startsWith("cistern: ").contains("\n  try: cistern ");
    assertThat(program.out()).isEmpty();
  }

  @Test
  void saysWhatMayHaveBeenMeant() {
    ProgramRun program = new ProgramRun(home);
    program.run("versoin");
    assertThat(program.err()).startsWith("cistern: unknown command versoin; did you mean version?");
    program.run("-C", "version", "confg");
    assertThat(program.err()).startsWith("cistern: unknown command confg; did you mean config?");
    program.run("help", "confi");
    assertThat(program.err()).startsWith("cistern: no command confi; did you mean config?");
  }

  @Test
  void anErrorIsAnObjectWithJsonEvenWhenTheOptionsAreWrong() {
    ProgramRun program = new ProgramRun(home);
    assertThat(program.run("--json", "--nonsense")).isEqualTo(2);
    assertThat(program.err()).startsWith("{\"type\":\"error\",\"code\":\"USAGE\",\"exitCode\":2,");
  }

  @Test
  void showsAStackTraceOnlyWithTwoVs() {
    ProgramRun program = new ProgramRun(home);
    program.run("config", "get", "nothing", "-v");
    assertThat(program.err()).doesNotContain("\tat ");
    program.run("config", "get", "nothing", "-vv");
    assertThat(program.err()).contains("\tat io.cistern");
    program.with("CISTERN_VERBOSE", "2").run("config", "get", "nothing");
    assertThat(program.err()).contains("\tat io.cistern");
  }

  @Test
  void helpIsAResultAndNamesEveryVerbUnderItsHeading() {
    ProgramRun program = new ProgramRun(home);
    assertThat(program.run("help")).isZero();
    assertThat(program.out()).contains("hydrate (get)      Fetch content now");
    for (Verb verb : Verbs.ALL) {
      assertThat(program.out()).containsPattern("(?m)^  " + verb.name() + "\\b");
    }
    assertThat(program.run("config", "--help")).isZero();
    assertThat(program.out()).contains("Usage: cistern config");
    assertThat(program.err()).isEmpty();
  }

  @Test
  void whatNoCommandHeedsYetIsTakenAndNotPromised() {
    ProgramRun program = new ProgramRun(home);
    program.run("help");
    assertThat(program.out()).doesNotContain("--yes", "-y").contains("--dry-run", "--confirm", "--home=NAME");
    program.run("completion", "bash");
    assertThat(program.out()).contains("--home").doesNotContain("--yes", "probe-worker");
    program.run("completion", "fish");
    assertThat(program.out()).doesNotContain("-l yes", "probe-worker").contains("-l dry-run", "-l confirm", "-l home");
    assertThat(program.run("version", "-y", "--confirm", "abc")).isZero();
    assertThat(program.run("help", "help")).isZero();
    assertThat(program.run("help", "nosuch")).isEqualTo(2);
    assertThat(program.err()).endsWith("try: cistern help\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"bash", "zsh", "fish"})
  void completionNamesEveryVerb(String shell) {
    ProgramRun program = new ProgramRun(home);
    assertThat(program.run("completion", shell)).isZero();
    assertThat(program.out()).contains("completion", "config", "version", "help", "fail-if-unchanged");
  }

  @Test
  void coloursFollowFlagVariableAndTerminal() {
    assertThat(listOn(new ProgramRun(home))).doesNotContain("\u001b");
    assertThat(listOn(new ProgramRun(home).onATerminal())).contains("\u001b[2m");
    assertThat(listOn(new ProgramRun(home).onATerminal().with("TERM", "dumb"))).doesNotContain("\u001b");
    assertThat(listOn(new ProgramRun(home).onATerminal().with("NO_COLOR", "1"))).doesNotContain("\u001b");
    assertThat(listOn(new ProgramRun(home).with("CLICOLOR_FORCE", "1"))).contains("\u001b[2m");
    assertThat(listOn(new ProgramRun(home).with("CISTERN_COLOR", "always"))).contains("\u001b[2m");
    assertThat(listOn(new ProgramRun(home).with("CLICOLOR_FORCE", "1"), "--color", "never")).doesNotContain("\u001b");
  }

  @Test
  void configListShowsWhoWon() throws IOException {
    Path mirror = Files.createDirectories(home.resolve("m/.cistern")).getParent();
    Files.writeString(mirror.resolve(".cistern/config.toml"), "open.permits = 9\n");
    ProgramRun program =
        new ProgramRun(home).in(Files.createDirectories(mirror.resolve("a/b"))).with("CISTERN_LOCK_WAIT", "3s");
    assertThat(program.run("config", "list")).isZero();
    assertThat(program.out())
        .contains("open.permits = 9  # mirror config " + mirror.resolve(".cistern/config.toml") + "\n")
        .contains("lock.wait = 3s  # environment CISTERN_LOCK_WAIT\n")
        .contains("http.tries = 4  # default\n");
  }

  @Test
  void probeCommandsAreSetShownAndListed() {
    ProgramRun program = new ProgramRun(home);
    assertThat(program.run("config", "get", "probe.search.command")).isEqualTo(2);
    assertThat(program.err()).startsWith(
        "cistern: probe.search.command is not set; cistern config set probe.search.command VALUE\n");
    assertThat(program.run("config", "set", "probe.search.command", "exec /opt/search \"$HOME\"")).isZero();
    assertThat(program.run("config", "set", "probe.search.home", "work")).isZero();

    assertThat(program.run("config", "get", "probe.search.command")).isZero();
    assertThat(program.out()).isEqualTo("exec /opt/search \"$HOME\"\n");
    assertThat(program.run("config", "list")).isZero();
    assertThat(program.out()).endsWith(
        "lock.wait = 10s  # default\nprobe.search.command = exec /opt/search \"$HOME\"  # user config "
            + home.resolve(".config/cistern/config.toml") + "\nprobe.search.home = work  # user config "
            + home.resolve(".config/cistern/config.toml") + "\n");
    assertThat(program.run("config", "list", "--json")).isZero();
    assertThat(program.out()).contains(
        "{\"key\":\"probe.search.home\",\"value\":\"work\",\"source\":\"user\"");
    assertThat(program.run("config", "get", "lock.wait", "--set", "probe.search.command=x")).isEqualTo(2);
    assertThat(program.err()).contains("a probe command stands in your own config alone");
  }

  private static String listOn(ProgramRun program, String... more) {
    String[] args = new String[more.length + 2];
    args[0] = "config";
    args[1] = "list";
    System.arraycopy(more, 0, args, 2, more.length);
    assertThat(program.run(args)).isZero();
    return program.out();
  }
}
