package io.cistern.cli.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SettingsLoaderTest {
  @TempDir
  private Path home;

  private final Map<String, String> environment = new HashMap<>();

  @Test
  void theFlagBeatsTheEnvironmentBeatsTheMirrorBeatsTheUserBeatsTheDefault() throws IOException {
    assertThat(wait(List.of(), false)).isEqualTo("10s DEFAULT");

    userConfig("[lock]\nwait = \"11s\"\n");
    assertThat(wait(List.of(), true)).isEqualTo("11s USER");

    mirrorConfig("lock.wait = \"12s\"\n");
    assertThat(wait(List.of(), true)).isEqualTo("12s MIRROR");

    environment.put("CISTERN_LOCK_WAIT", "13s");
    assertThat(wait(List.of(), true)).isEqualTo("13s ENVIRONMENT");

    assertThat(wait(List.of("lock.wait=14s", "lock.wait=15s"), true)).isEqualTo("15s FLAG");
  }

  @Test
  void variablesOfTheForerunnerCountWhenOursAreNotSet() {
    environment.put("RELAYFILE_BOOTSTRAP_IDLE_TIMEOUT", "1m10s");
    assertThat(load().get(SettingKeys.BOOTSTRAP_IDLE_TIMEOUT)).isEqualTo(Duration.ofSeconds(70));

    environment.put("CISTERN_BOOTSTRAP_IDLE_TIMEOUT", "80s");
    assertThat(load().get(SettingKeys.BOOTSTRAP_IDLE_TIMEOUT)).isEqualTo(Duration.ofSeconds(80));
  }

  @Test
  void zeroAndNegativeNumbersAskForTheDefaultUnlessZeroMeansNone() throws IOException {
    userConfig("""
        [hydrate]
        parallelism = 0
        eager-max-file = -5
        file-timeout = "0"
        [bootstrap]
        parallelism = 0
        timeout = "-3s"
        """);

    Settings settings = load();

    assertThat(settings.get(SettingKeys.BOOTSTRAP_PARALLELISM)).isEqualTo(16);
    assertThat(settings.get(SettingKeys.HYDRATE_PARALLELISM)).as("acts as one").isZero();
    assertThat(settings.get(SettingKeys.HYDRATE_EAGER_MAX_FILE)).isEqualTo(1L << 20);
    assertThat(settings.get(SettingKeys.HYDRATE_FILE_TIMEOUT)).isEqualTo(Duration.ZERO);
    assertThat(settings.get(SettingKeys.BOOTSTRAP_TIMEOUT)).isEqualTo(Duration.ZERO);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-3", "2.5", "many", "99999999999"})
  void whateverIsNoPositiveNumberOfJobsAsksForTheDefault(String jobs) {
    environment.put("CISTERN_ADD_JOBS", jobs);

    assertThat(load().get(SettingKeys.ADD_JOBS)).isEqualTo(2);
  }

  @Test
  void listsComeFromTomlListsAndFromTextWithCommas() throws IOException {
    userConfig("hydrate.eager = [\"a, b\", \"c\"]\n");
    assertThat(load().get(SettingKeys.HYDRATE_EAGER)).containsExactly("a, b", "c");

    environment.put("CISTERN_HYDRATE_EAGER", "x, y,");
    assertThat(load().get(SettingKeys.HYDRATE_EAGER)).containsExactly("x", "y");
  }

  @Test
  void anEmptyVariableCountsAsNotSet() {
    environment.put("CISTERN_LOCK_WAIT", "");
    assertThat(load().resolved(SettingKeys.LOCK_WAIT).source()).isEqualTo(Source.DEFAULT);
  }

  @Test
  void anUnknownKeyIsAnErrorThatSaysWhatMayBeMeant() throws IOException {
    userConfig("[bootstrap]\nidle-timout = \"3s\"\n");
    assertThatThrownBy(this::load)
        .isInstanceOfSatisfying(CisternException.class, e -> assertThat(e.failure()).isInstanceOf(Failure.Config.class))
        .hasMessageContaining(
            "config.toml: unknown setting bootstrap.idle-timout; did you mean bootstrap.idle-timeout?");
  }

  @Test
  void aWrongValueNamesKeyPlaceAndForm() {
    environment.put("CISTERN_HYDRATE_PARALLELISM", "many");
    assertThatThrownBy(this::load)
        .hasMessage("CISTERN_HYDRATE_PARALLELISM: hydrate.parallelism: \"many\" is not a whole number");
  }

  @Test
  void aWrongValueIsFoundEvenWhereAnotherOneWins() throws IOException {
    userConfig("lock.wait = \"soon\"\n");
    assertThatThrownBy(() -> wait(List.of("lock.wait=3s"), false)).hasMessageContaining("\"soon\" is not a duration");
  }

  @Test
  void brokenTomlNamesFileAndLine() throws IOException {
    userConfig("[lock]\nwait = \n");
    assertThatThrownBy(this::load).hasMessageContaining("config.toml line 2");
  }

  @ParameterizedTest
  @ValueSource(strings = {
      "probe.work.command = \"rm -rf /\"", "token-command = \"x\"", "[remote]\ntoken-file = \"/etc/x\"",
      "home = \"work\"",
      "base-url = \"http://elsewhere\"", "[homes.work]\nbroker = \"x\""
  })
  void aMirrorsOwnConfigMayNotNameCommandsTokensBrokersOrHomes(String toml) throws IOException {
    mirrorConfig(toml + "\n");
    assertThatThrownBy(() -> wait(List.of(), true))
        .hasMessageContaining("a mirror's config may not name commands, tokens, brokers or homes");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "[probe.search]|command = \"\"|\"\" is not a line of shell",
      "[probe.search]|command = [\"a\", \"b\"]|\"a, b\" is not a line of shell",
      "[probe.search]|home = \"work\"|probe.search.home: there is no probe.search.command",
      "probe.search.command = \"x\"|probe.search.home = \"../x\"|\"../x\" is not a home's name",
      "[probe.broker]|command = \"x\"|and not \"broker\"",
      "[probe.Search]|command = \"x\"|lower-case letters",
      "[probe.search]|comand = \"x\"|unknown setting probe.search.comand; did you mean probe.search.command?"})
  void aWrongProbeCommandIsAnErrorThatNamesIt(String first, String second, String told) throws IOException {
    userConfig(first + "\n" + second + "\n");
    assertThatThrownBy(this::load)
        .isInstanceOfSatisfying(CisternException.class, e -> assertThat(e.failure()).isInstanceOf(Failure.Config.class))
        .hasMessageContaining("config.toml: ").hasMessageContaining(told);
  }

  @Test
  void everyKeyOfTheContractHasItsDefault() {
    Settings settings = load();

    assertThat(settings.all()).hasSize(41).allMatch(resolved -> resolved.source().equals(Source.DEFAULT));
    assertThat(settings.all().stream().map(r -> r.setting().key() + " " + r.shown())).contains(
        "bootstrap.export-timeout 45s", "bootstrap.idle-timeout 90s", "bootstrap.timeout 0",
        "bootstrap.max-directories 50000", "hydrate.eager-max-total 256MiB", "rm.mass 100 paths and 10 %",
        "trash.max-age 7d", "trash.max-size 1GiB", "compaction.enabled true", "compaction.cooldown 60s",
        "probe.idle 300s", "lock.wait 10s");
  }

  @Test
  void everySettingsVariableIsItsOwn() {
    assertThat(SettingKeys.ALL.stream().map(Setting::variable)).doesNotHaveDuplicates();
    assertThat(SettingKeys.HYDRATE_EAGER_MAX_FILE.variable()).isEqualTo("CISTERN_HYDRATE_EAGER_MAX_FILE");
  }

  private String wait(List<String> sets, boolean withMirror) {
    Optional<Path> mirror = withMirror ? Optional.of(home.resolve("mirror.toml")) : Optional.empty();
    Resolved<Duration> resolved = loader().load(sets, mirror).resolved(SettingKeys.LOCK_WAIT);
    return resolved.shown() + " " + resolved.source().level();
  }

  private Settings load() {
    return loader().load(List.of(), Optional.empty());
  }

  private SettingsLoader loader() {
    PrintStream nowhere = new PrintStream(new ByteArrayOutputStream(), false, StandardCharsets.UTF_8);
    Streams streams = new Streams(nowhere, nowhere, false, false);
    return new SettingsLoader(
        new Surroundings(environment, home, home, streams, InstantSource.fixed(Instant.EPOCH), ZoneOffset.UTC),
        Optional.empty());
  }

  private void userConfig(String toml) throws IOException {
    Path file = home.resolve(".config/cistern/config.toml");
    Files.createDirectories(file.getParent());
    Files.writeString(file, toml);
  }

  private void mirrorConfig(String toml) throws IOException {
    Files.writeString(home.resolve("mirror.toml"), toml);
  }
}
