package io.cistern.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.cli.wiring.ServeRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The verb {@code quota} over helpers that are processes; nobody listens at the broker's address. */
final class QuotaCommandTest {
  private static final String SECRET = "canary-4711-of-nobody";

  @TempDir
  private Path base;

  private Path home;
  private ProgramRun program;

  @BeforeEach
  void login() throws IOException {
    home = Files.createDirectories(base.resolve("home"));
    program = new ProgramRun(home).inRealTime();
    Path token = Files.writeString(base.resolve("token"), SECRET + "\n");
    Files.setPosixFilePermissions(token, PosixFilePermissions.fromString("rw-------"));
    assertThat(program.run("login", "--home", "work", "--base-url", "http://127.0.0.1:9", "--token-file",
        token.toString())).isZero();
  }

  @Test
  void aCommandOfTheUsersAnswersBesideABrokerThatCannotBeAskedAndIsAskedOnce() throws IOException {
    Path count = base.resolve("asked");
    configure(
        """
            [probe.search]
            command = '''
            while IFS= read -r question; do
              echo x >> %s
              id=$(printf '%%s' "$question" | sed 's/.*"id":"\\([^"]*\\)".*/\\1/')
              printf '{"id":"%%s","reading":{"account":"%%s","windows":[{"label":"requests/d","limit":10,"used":3,"resetsAt":"2126-01-01T13:00:00Z"}]}}\\n' "$id" "$CISTERN_HOME_NAME"
            done
            '''
            """
            .formatted(count));

    assertThat(program.run(patiently("quota", "--json", "--set", "http.tries=1"))).isEqualTo(3);
    assertThat(JsonSchema.named("cistern.quota-1").faults(program.out())).isEmpty();
    assertThat(program.out()).contains("\"provider\":\"search\",\"account\":\"work\"", "\"source\":\"command\"",
        "\"remaining\":7", "\"stale\":false", "\"failure\":\"the helper learned nothing: UNAVAILABLE\"")
        .doesNotContain(SECRET);
    assertThat(program.run(patiently("quota", "--set", "http.tries=1"))).isEqualTo(3);
    assertThat(program.out()).contains("work search  work  as of ", "  requests/d     7 of 10 left, all again in ",
        "work  unknown\n  not asked anew: the helper learned nothing: UNAVAILABLE\n");
    assertThat(count).content().as("the second run knew").hasLineCount(1);
    assertThat(program.out() + program.err()).doesNotContain(SECRET);
  }

  @Test
  void aBrokerWithLimitsSaysHowManyFilesAreLeftAndAMirrorOfItsHomeUsesThemUp() throws IOException {
    try (ServedDirectory served = ServedDirectory.below(base, limited("requests=5000/h"))) {
      assertThat(program.run("login", "--home", "limited", "--base-url", served.baseUrl(), "--token-file",
          served.tokenFile())).isZero();
      assertThat(program.run("clone", served.url(), "m", "--home", "limited", "--content", "none")).isZero();
      assertThat(program.run(patiently("quota", "--home", "limited", "--json"))).isZero();
      assertThat(JsonSchema.named("cistern.quota-1").faults(program.out())).isEmpty();
      assertThat(program.out()).contains("\"source\":\"broker\"", "\"label\":\"requests/h\",\"limit\":5000,")
          .doesNotContain("\"used\":0,").containsPattern("\"forecast\":\\{\"files\":4\\d\\d\\d,");
      assertThat(program.in(home.resolve("m")).run(patiently("quota"))).isZero();
      assertThat(program.out()).contains("limited", "  enough for     ≈ 4,4")
          .containsPattern("files before (\\d\\d:|\\d{4})");
    }
  }

  @Test
  void aHomeThatTheBrokerWantsToBeLeftAloneByNamesTheGateAndWhatItsAnswersHaveSaid() throws IOException {
    ServeRequest.Extras once = new ServeRequest.Extras(
        Optional.empty(), Optional.empty(), Optional.of("file:n=1,status=429,code=rate_limited,retry-after=600"),
        Optional.of("requests=5000/h"));
    try (ServedDirectory served = ServedDirectory.below(base, once)) {
      assertThat(program.run("login", "--home", "held", "--base-url", served.baseUrl(), "--token-file",
          served.tokenFile())).isZero();
      assertThat(program.run("clone", served.url(), "m", "--home", "held", "--content", "none")).isZero();
      assertThat(program.run("open", "-C", "m", "/README.md")).isEqualTo(5);

      assertThat(program.run(patiently("quota", "--home", "held", "--json"))).isZero();

      assertThat(JsonSchema.named("cistern.quota-1").faults(program.out())).isEmpty();
      assertThat(program.out()).contains("\"source\":\"observed\"", "\"label\":\"requests/h\",\"limit\":5000,",
          "\"gates\":[{\"gate\":\"home\",\"endpoint\":null,\"reason\":\"rate limited by the broker\"");
      assertThat(program.run(patiently("quota", "--home", "held"))).isZero();
      assertThat(program.out()).contains(", observed\n", "  gate      rate limited by the broker; next request in ");
    }
  }

  @Test
  void whatCannotBeAskedSaysWhyWithoutAHelper() {
    assertThat(program.run("quota", "--home", "missing")).isEqualTo(2);
    assertThat(program.out()).isEqualTo("missing  no credential: cistern login --home missing\n");
    assertThat(program.run("quota", "--home", "missing", "--json")).isEqualTo(2);
    assertThat(JsonSchema.named("cistern.quota-1").faults(program.out())).isEmpty();
    assertThat(program.out()).contains("\"status\":\"no_credential\"");
    assertThat(program.run("logout", "--home", "work")).isZero();
    assertThat(program.run("quota", "--all")).isEqualTo(2);
    assertThat(program.err()).startsWith("cistern: there are no credential homes to ask;");
  }

  @Test
  void aMirrorsConfigNamesNoCommandAndABrokenKeyIsNamed() throws IOException {
    configure("[probe.Search]\ncommand = 'x'\n");
    assertThat(program.run("quota")).isEqualTo(2);
    assertThat(program.err()).contains("probe.Search.command: a command's name is at most 32 lower-case letters");
    configure("[probe.search]\nhome = 'work'\n");
    assertThat(program.run("quota")).isEqualTo(2);
    assertThat(program.err()).contains("there is no probe.search.command");
    configure("");
    Path mirror = Files.createDirectories(home.resolve("m/.cistern"));
    Files.writeString(mirror.resolve("config.toml"), "[probe.search]\ncommand = 'x'\n");
    assertThat(program.in(home.resolve("m")).run("quota")).isEqualTo(2);
    assertThat(program.err()).contains("a mirror's config may not name commands");
  }

  private static ServeRequest.Extras limited(String limits) {
    return new ServeRequest.Extras(Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(limits));
  }

  /** However slowly helpers start, they are waited for, and what they said is still fresh in the next run. */
  private static String[] patiently(String... words) {
    return Stream.concat(
        Stream.of(words), Stream.of("--set", "probe.timeout=10m", "--set", "probe.cache-ttl=10m"))
        .toArray(String[]::new);
  }

  private void configure(String toml) throws IOException {
    Path config = Files.createDirectories(home.resolve(".config/cistern")).resolve("config.toml");
    Files.writeString(config, toml);
  }
}
