package io.cistern.cli.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ConfigEditorTest {
  @TempDir
  private Path directory;

  private Path file;

  @BeforeEach
  void chooseAFile() {
    file = directory.resolve("below/config.toml");
  }

  @Test
  void makesAFileForItsOwnerAlone() throws IOException {
    ConfigEditor.set(file, SettingKeys.LOCK_WAIT, "30s");

    assertThat(file).hasContent("[lock]\nwait = \"30s\"\n");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent()))).isEqualTo("rwx------");
    assertThat(file.getParent()).isDirectoryNotContaining("glob:**.tmp");
  }

  @Test
  void keepsEveryOtherLine() throws IOException {
    write("""
        # mine
        hydrate.parallelism = 3   # few

        [lock]
        # how patient I am
        wait = "5s"

        [open]
        permits = 2
        """);

    ConfigEditor.set(file, SettingKeys.LOCK_WAIT, "30s");
    ConfigEditor.set(file, SettingKeys.HYDRATE_PARALLELISM, "4");
    ConfigEditor.set(file, SettingKeys.OPEN_TIMEOUT, "20s");

    assertThat(file).hasContent("""
        # mine
        hydrate.parallelism = 4

        [lock]
        # how patient I am
        wait = "30s"

        [open]
        permits = 2
        timeout = "20s"
        """);
  }

  @Test
  void replacesAListThatSpansLines() throws IOException {
    write("[hydrate]\neager = [\n  \"a]\", # one\n  \"b\"\n]\nparallelism = 3\n");

    ConfigEditor.set(file, SettingKeys.HYDRATE_EAGER, "x,y");

    assertThat(file).hasContent("[hydrate]\neager = [\"x\", \"y\"]\nparallelism = 3\n");
  }

  @Test
  void refusesAValueThatDoesNotFitAndTouchesNothing() throws IOException {
    write("[lock]\nwait = \"5s\"\n");

    assertThatThrownBy(() -> ConfigEditor.set(file, SettingKeys.LOCK_WAIT, "soon"))
        .hasMessageContaining("not a duration");

    assertThat(file).hasContent("[lock]\nwait = \"5s\"\n");
  }

  @Test
  void refusesAFormThatItCannotChangeSafely() throws IOException {
    write("lock = { wait = \"5s\" }\n");

    assertThatThrownBy(() -> ConfigEditor.set(file, SettingKeys.LOCK_WAIT, "6s")).isNotNull();

    assertThat(file).hasContent("lock = { wait = \"5s\" }\n");
  }

  @Test
  void aSymbolicLinkStaysOne() throws IOException {
    Files.createDirectories(file.getParent());
    Path real = Files.writeString(directory.resolve("dotfiles.toml"), "");
    Files.createSymbolicLink(file, real);

    ConfigEditor.set(file, SettingKeys.LOCK_WAIT, "6s");

    assertThat(file).isSymbolicLink();
    assertThat(real).hasContent("[lock]\nwait = \"6s\"\n");
  }

  @Test
  void quotesWhatTomlWouldTakeApart() throws IOException {
    ConfigEditor.set(file, SettingKeys.HYDRATE_EAGER, "a\"b,c\\d,é\u0007");

    assertThat(ConfigFile.read(file).orElseThrow().values().get("hydrate.eager").items())
        .containsExactly("a\"b", "c\\d", "é\u0007");
  }

  @Test
  void aProbeCommandIsASettingLikeAnyOther() throws IOException {
    write("[probe]\nidle = \"60s\"\n");
    ConfigEditor.set(file, probe("probe.search.command"), "exec \"/opt/a b\" $HOME");
    ConfigEditor.set(file, probe("probe.search.home"), "work");
    ConfigEditor.set(file, probe("probe.search.command"), "exec /opt/other");

    assertThat(file).hasContent(
        "[probe]\nidle = \"60s\"\n\n[probe.search]\ncommand = \"exec /opt/other\"\nhome = \"work\"\n");
  }

  @Test
  void aHomeWithoutItsCommandOrACommandInTwoPlacesIsRefused() throws IOException {
    write("[lock]\nwait = \"5s\"\n");
    assertThatThrownBy(() -> ConfigEditor.set(file, probe("probe.search.home"), "work"))
        .hasMessageContaining("probe.search.home: there is no probe.search.command");
    assertThat(file).hasContent("[lock]\nwait = \"5s\"\n");

    String multiLine = "[probe.search]\ncommand = '''\n[ -e x ] && a=1\ncommand=2\n'''\n";
    write(multiLine);
    assertThatThrownBy(() -> ConfigEditor.set(file, probe("probe.search.command"), "exec x"))
        .hasMessageContaining("has to be edited by hand");
    assertThat(file).content().isEqualTo(multiLine);
  }

  private static Setting<?> probe(String key) {
    return SettingsLoader.requireKnown(key);
  }

  private void write(String toml) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, toml);
  }
}
