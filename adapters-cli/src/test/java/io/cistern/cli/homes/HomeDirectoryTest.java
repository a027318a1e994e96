package io.cistern.cli.homes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cistern.cli.settings.Streams;
import io.cistern.cli.settings.Surroundings;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.probe.HomeName;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HomeDirectoryTest {
  private static final HomeName WORK = new HomeName("work");
  private static final String SECRET = "canary-4711";

  @TempDir
  private Path base;

  private HomeDirectory homes;
  private Path file;

  @BeforeEach
  void makeAHome() {
    PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
    homes = new HomeDirectory(new Surroundings(
        Map.of(), base, base, new Streams(nowhere, nowhere, false, false), InstantSource.system(), ZoneOffset.UTC));
    homes.store(WORK, new Credential("http://127.0.0.1:80", "1", new Credential.Secret.Token(SECRET)));
    file = homes.directory(WORK).resolve("credential.json");
  }

  @Test
  void isTheOwnersAloneFromTheStart() throws IOException {
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent()))).isEqualTo("rwx------");
    assertThat(homes.find(WORK).orElseThrow().token()).contains(SECRET);
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----", "rw-----w-"})
  void aFileThatIsOpenToOthersIsRefusedAndNeverQuoted(String mode) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));

    assertRefused("is open to others: chmod 600 it");
  }

  @Test
  void aDirectoryThatIsOpenToOthersIsRefused() throws IOException {
    Files.setPosixFilePermissions(file.getParent(), PosixFilePermissions.fromString("rwxr-x---"));
    assertRefused("is open to others: chmod 700 it");
    Files.setPosixFilePermissions(file.getParent(), PosixFilePermissions.fromString("rwx------"));
    Files.setPosixFilePermissions(file.getParent().getParent(), PosixFilePermissions.fromString("rwxrwx---"));
    assertRefused("is open to others: chmod 700 it");
  }

  @Test
  void noLinkIsFollowed() throws IOException {
    Path elsewhere = base.resolve("elsewhere");
    Files.move(file, elsewhere);
    Files.createSymbolicLink(file, elsewhere);

    assertRefused("is a symbolic link");
    assertThatThrownBy(() -> homes.store(WORK, homes.find(new HomeName("none")).orElseGet(
        () -> new Credential("http://h", "2", new Credential.Secret.Token("other")))))
        .hasMessageContaining("is a symbolic link");
    assertThat(elsewhere).content().contains(SECRET);
  }

  @Test
  void aFileOfSomebodyElseIsRefused() throws IOException {
    // Only root can give a file away; whoever runs as somebody else meets the same rule in the directory of root.
    boolean root = Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
    Path foreign = root ? file : Path.of("/");
    if (root) {
      Files.setAttribute(file, "unix:uid", 12345);
    }

    assertThatThrownBy(() -> {
      if (root) {
        OwnersAlone.requireFile(foreign);
      } else {
        OwnersAlone.requireDirectory(foreign);
      }
    }).hasMessageContaining("belongs to another user");
  }

  @Test
  void whatIsNoCredentialIsNotQuoted() throws IOException {
    Files.writeString(file, "{\"token\":\"" + SECRET + "\",");

    assertRefused("no credential that is understood");
  }

  @Test
  void theSameTokenStoredAgainIsAnotherCredential() {
    var before = homes.fingerprint(WORK);
    homes.store(WORK, new Credential("http://127.0.0.1:80", "2", new Credential.Secret.Token(SECRET)));

    assertThat(homes.fingerprint(WORK)).isPresent().isNotEqualTo(before);
  }

  @Test
  void aDroppedHomeIsGone() {
    assertThat(homes.drop(WORK)).isTrue();
    assertThat(homes.drop(WORK)).isFalse();
    assertThat(homes.find(WORK)).isEmpty();
    assertThat(homes.names()).isEmpty();
    assertThat(file.getParent()).doesNotExist();
  }

  @Test
  void aTokenIsForOneSchemeHostAndPort() {
    Credential credential = new Credential("https://h.example", "1", new Credential.Secret.Token("t"));

    assertThat(credential.isFor("https://H.example:443/prefix")).isTrue();
    assertThat(credential.isFor("http://h.example:443")).isFalse();
    assertThat(credential.isFor("https://h.example:444")).isFalse();
    assertThat(credential.isFor("https://h.example.org")).isFalse();
  }

  private void assertRefused(String why) {
    assertThatThrownBy(() -> homes.find(WORK))
        .isInstanceOfSatisfying(CisternException.class,
            refused -> assertThat(refused.failure()).isInstanceOf(Failure.Config.class))
        .hasMessageContaining(why).hasMessageNotContaining(SECRET).hasNoCause();
  }
}
