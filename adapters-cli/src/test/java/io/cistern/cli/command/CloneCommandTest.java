package io.cistern.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code clone} does before there is a mirror. */
final class CloneCommandTest {
  private static final String NOBODY_LISTENS = "http://127.0.0.1:1/v1/workspaces/ws_test";

  @TempDir
  private Path base;

  private ServedDirectory served;
  private Path home;
  private ProgramRun program;

  @BeforeEach
  void serve() throws IOException {
    served = ServedDirectory.below(base);
    home = Files.createDirectories(base.resolve("home"));
    program = new ProgramRun(home).inRealTime();
  }

  @AfterEach
  void stopServing() {
    served.close();
  }

  @Test
  void whatFailsAtFirstContactLeavesNothingBehind() throws IOException {
    String other = served.baseUrl() + "/v1/workspaces/other";
    String bad = token("bad", "nonsense");
    assertFails(6, "403 forbidden", other, "--token-file", served.tokenFile());
    assertFails(6, "401 unauthorized", served.url(), "--token-file", bad);
    assertFails(5, "Connection refused", NOBODY_LISTENS, "--token-file", served.tokenFile(), "--set", "http.tries=1");
    assertFails(2, "there is no token file " + home.resolve("none"), served.url(), "--token-file", "none");
    assertFails(2, "holds no token", served.url(), "--token-file", token("empty", ""));
    assertFails(2, "token file " + home + " is a directory", served.url(), "--token-file", home.toString());
    assertFails(2, "ended with exit code 3", served.url(), "--token-command", "exit 3");
    assertFails(2, "no token for " + served.baseUrl(), served.url());

    assertThat(program.run("clone", served.url(), "m", "--token-file", served.tokenFile())).isZero();
  }

  @Test
  void aDirectoryThatWasThereStaysAsEmptyAsItWas() throws IOException {
    Path mirror = Files.createDirectories(home.resolve("m"));

    assertThat(program.run("clone", served.url(), "m", "--token-file", token("bad", "nonsense"))).isEqualTo(6);

    assertThat(mirror).isEmptyDirectory();
  }

  @Test
  void aTokenThatIsRefusedDoesNotDisplaceTheOneThatIsRemembered() throws IOException {
    assertThat(program.run("clone", served.url(), "m", "--token-file", served.tokenFile())).isZero();

    assertThat(program.run("clone", served.url(), "m", "--token-file", token("bad", "nonsense"))).isEqualTo(6);

    assertThat(program.run("-C", "m", "hydrate", "docs")).isZero();
  }

  @Test
  void aDryRunAsksTheBrokerAndMakesNothing() {
    assertThat(program.run("clone", "-n", served.url(), "m", "--token-file", served.tokenFile())).isZero();
    assertThat(program.out())
        .isEqualTo("would mirror ws_test of " + served.baseUrl() + " → ~/m\n");
    assertThat(program.run("clone", "-n", "--json", served.url(), "m", "--token-file", served.tokenFile())).isZero();
    assertThat(JsonSchema.named("cistern.lines-1").faults(program.out())).isEmpty();
    assertThat(home.resolve("m")).doesNotExist();
  }

  @Test
  void withoutAUrlTheMirrorAtHandGoesOn() {
    assertThat(program.run("clone", served.url(), "m", "--token-file", served.tokenFile(), "--root", "/docs")).isZero();

    assertThat(program.run("-C", "m", "clone")).isZero();
    assertThat(program.out()).startsWith("mirror ws_test → ~/m\n").contains("names      3 complete, nothing new");
    assertThat(program.in(home.resolve("m/docs")).run("clone", "--fail-if-unchanged")).isEqualTo(9);
    assertThat(program.run("clone", "--root", "/data")).isEqualTo(2);
    assertThat(program.err()).contains("mirrors /docs of workspace ws_test");

    assertThat(program.in(home).run("clone")).isEqualTo(2);
    assertThat(program.err()).startsWith("cistern: name the workspace: http(s)://");
  }

  @Test
  void aMirrorFromSomebodyElseNamesNoBrokerThatATokenIsSentTo() throws IOException {
    assertThat(program.run("clone", served.url(), "m", "--token-file", served.tokenFile())).isZero();
    ProgramRun other = new ProgramRun(Files.createDirectories(base.resolve("other")))
        .inRealTime().in(home.resolve("m")).with("CISTERN_TOKEN", "secret");

    assertThat(other.run("clone")).isEqualTo(2);

    assertThat(other.err()).contains("which nobody has confirmed here").doesNotContain("secret");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "http://127.0.0.1:1 | http://127.0.0.1:1 cannot be used: it does not end in /v1/workspaces/WORKSPACE",
      "http://127.0.0.1:1/v1/workspaces/ | it does not end in /v1/workspaces/WORKSPACE",
      "127.0.0.1:1/v1/workspaces/w | it does not begin with http:// or https://",
      "ftp://127.0.0.1/v1/workspaces/w | it does not begin with http:// or https://",
      "http:///v1/workspaces/w | it names no host",
      "http://relay.example/v1/workspaces/w | plain http to relay.example would show the token to others"})
  void anAddressThatCannotBeUsedIsNamedWithAnExampleOfOneThatCan(String url, String why) {
    assertThat(program.run("clone", url, "m", "--token-file", served.tokenFile())).isEqualTo(2);
    assertThat(program.err().lines()).hasSize(2);
    assertThat(program.err()).startsWith("cistern: ").contains(why).contains("/v1/workspaces/WORKSPACE");

    assertThat(program.run("clone", url, "m", "--token-file", served.tokenFile(), "--json")).isEqualTo(2);
    assertThat(JsonSchema.named("cistern.errors-1").faults(program.err())).isEmpty();
    assertThat(program.err()).contains("\"code\":\"USAGE\"");
    assertThat(home.resolve("m")).doesNotExist();
  }

  private void assertFails(int code, String cause, String url, String... options) {
    List<String> words = new ArrayList<>(List.of("clone", url, "m"));
    words.addAll(List.of(options));
    assertThat(program.run(words.toArray(String[]::new))).as(program.err()).isEqualTo(code);
    assertThat(program.err().lines().toList()).hasSize(2);
    assertThat(program.err()).startsWith("cistern: ").contains(cause);
    assertThat(home.resolve("m")).doesNotExist();
    assertThat(home.resolve(".local")).doesNotExist();
    words.add("--json");
    assertThat(program.run(words.toArray(String[]::new))).isEqualTo(code);
    assertThat(JsonSchema.named("cistern.errors-1").faults(program.err())).isEmpty();
  }

  private String token(String name, String text) throws IOException {
    Path file = Files.writeString(home.resolve(name), text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    return file.toString();
  }
}
