package io.cistern.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The verbs {@code login} and {@code logout}, and {@code --home} on the others. */
final class LoginCommandTest {
  @TempDir
  static Path broker;

  private static ServedDirectory served;

  @TempDir
  private Path base;

  private Path home;
  private ProgramRun program;
  private String token;

  @BeforeAll
  static void serve() throws IOException {
    served = ServedDirectory.below(broker);
  }

  @BeforeEach
  void makeAHome() throws IOException {
    home = Files.createDirectories(base.resolve("home"));
    program = new ProgramRun(home).inRealTime();
    token = Files.readString(Path.of(served.tokenFile())).strip();
  }

  @AfterAll
  static void stopServing() {
    served.close();
  }

  @Test
  void storesListsAndDropsAndShowsNoToken() {
    assertThat(login("work", "--token-file", served.tokenFile(), "--json")).isZero();
    fits("login");
    assertThat(program.out()).contains("\"home\":\"work\"", "\"token\":\"stored\"", "\"replaced\":false");
    assertThat(login("work", "--token-command", "echo " + token)).isZero();
    assertThat(program.out())
        .startsWith("replaced the token command for " + served.baseUrl() + " in home work (~/.config/");
    assertThat(program.run("login", "--list")).isZero();
    assertThat(program.out()).isEqualTo("work  " + served.baseUrl() + "  token from a command\n");
    assertThat(program.run("login", "--list", "--json")).isZero();
    fits("homes");
    assertThat(program.out() + program.err()).doesNotContain(token);

    assertThat(program.run("logout", "--home", "work", "--json")).isZero();
    fits("logout");
    assertThat(program.out()).contains("\"dropped\":true");
    assertThat(program.run("logout", "--home", "work", "--fail-if-unchanged")).isEqualTo(9);
    assertThat(program.run("login", "--list")).isZero();
    assertThat(program.out()).startsWith("no credential homes;");
  }

  @Test
  void aCloneWithAHomeNeedsNoTokenLaterAndNothingInTheMirrorNamesTheHome() throws IOException {
    assertThat(login("work", "--token-file", served.tokenFile())).isZero();
    assertThat(program.run("clone", served.url(), "m", "--home", "work")).isZero();
    program.in(home.resolve("m"));
    assertThat(program.run("pull")).isZero();
    assertThat(program.run("hydrate", "docs")).isZero();

    try (Stream<Path> files = Files.walk(home.resolve("m"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(Files.readString(file, StandardCharsets.ISO_8859_1)).as(file.toString())
            .doesNotContain(token).doesNotContain("\"work\"");
      }
    }
    assertThat(remembered()).contains("\"home\":\"work\"").doesNotContain(token);
  }

  @Test
  void theHomeSaysWhichBrokerAndTheUsualHomeNeedsNoName() {
    assertThat(program.run("login", "--base-url", served.baseUrl(), "--token-file", served.tokenFile())).isZero();
    assertThat(program.run("clone", "--home", "default", "--workspace", "ws_test", "a")).isZero();
    assertThat(program.run("clone", served.url(), "b")).isZero();
    assertThat(program.in(home.resolve("b")).run("pull")).isZero();
  }

  @Test
  void aTokenIsNeverSentToAnotherOrigin() {
    assertThat(program.run("login", "--home", "work", "--base-url", "http://127.0.0.1:1", "--token-file",
        served.tokenFile())).isZero();
    assertThat(program.run("clone", served.url(), "m", "--home", "work")).isEqualTo(2);
    assertThat(program.err())
        .contains("credential home work is for http://127.0.0.1:1, and its token is sent nowhere else");
    assertThat(home.resolve("m")).doesNotExist();

    assertThat(program.run("clone", served.url(), "m", "--token-file", served.tokenFile())).isZero();
    assertThat(program.in(home.resolve("m")).run("pull", "--home", "work")).isEqualTo(2);
    assertThat(program.err()).contains("sent nowhere else");
  }

  @Test
  void loggingInAgainHealsAMirrorWhoseTokenWasRefused() throws IOException {
    Path bad = Files.writeString(base.resolve("bad"), "eyJ.not.good\n");
    Files.setPosixFilePermissions(bad, PosixFilePermissions.fromString("rw-------"));
    assertThat(login("work", "--token-file", served.tokenFile())).isZero();
    assertThat(program.run("clone", served.url(), "m", "--home", "work")).isZero();
    assertThat(login("work", "--token-file", bad.toString())).isZero();
    assertThat(program.in(home.resolve("m")).run("pull")).isEqualTo(6);
    assertThat(program.in(home).run("login", "--home", "work", "--token-file", served.tokenFile())).isZero();
    assertThat(program.in(home.resolve("m")).run("pull")).isZero();
    assertThat(program.run("logout", "--home", "work")).isZero();
    assertThat(program.run("pull")).isEqualTo(2);
    assertThat(program.err()).startsWith("cistern: there is no credential home work;");
  }

  @ParameterizedTest
  @ValueSource(strings = {"..", ".", "a/b", "../x", "", "a b", "-n", "~"})
  void aNameThatCouldBeAPathIsRefused(String name) throws IOException {
    assertThat(program.run("login", "--home=" + name, "--base-url", served.baseUrl(), "--token-file",
        served.tokenFile())).isEqualTo(2);
    assertThat(program.run("clone", served.url(), "m", "--home=" + name)).isEqualTo(2);
    try (Stream<Path> made = Files.list(home)) {
      assertThat(made).isEmpty();
    }
  }

  @Test
  void saysWhatIsMissingOrGivenTwice() {
    assertThat(program.run("login", "--token-file", served.tokenFile())).isEqualTo(2);
    assertThat(program.err()).contains("name the broker that the token is for");
    assertThat(login("work")).isEqualTo(2);
    assertThat(login("work", "--token-file", "none")).isEqualTo(2);
    assertThat(login("work", "--token-file", served.tokenFile(), "--token-command", "x")).isEqualTo(2);
    assertThat(program.with("CISTERN_TOKEN", token).run("login", "--home", "env", "--base-url", served.baseUrl()))
        .isZero();
    assertThat(program.run("clone", served.url(), "m", "--home", "env", "--token-file", served.tokenFile()))
        .isEqualTo(2);
    assertThat(program.err()).contains("--home and --token-file name the token twice");
    assertThat(program.run("clone", served.url(), "m", "--home", "missing")).isEqualTo(2);
    assertThat(program.err()).startsWith("cistern: there is no credential home missing;");
  }

  private int login(String name, String... more) {
    List<String> line = new ArrayList<>(List.of("login", "--home", name, "--base-url", served.baseUrl()));
    line.addAll(List.of(more));
    return program.run(line.toArray(String[]::new));
  }

  private String remembered() throws IOException {
    try (Stream<Path> files = Files.list(home.resolve(".local/state/cistern/mirrors"))) {
      return Files.readString(files.findFirst().orElseThrow());
    }
  }

  private void fits(String schema) {
    assertThat(JsonSchema.named("cistern." + schema + "-1").faults(program.out())).isEmpty();
  }
}
