package io.cistern.it.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.it.acceptance.Launch.Ended;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The source tree's launcher over a source tree of its own, with a Maven that counts how often it is asked. */
final class BuildOnDemandIT {
  private static final Path SOURCE_LAUNCHER = Path.of(System.getProperty("cistern.root"), "bin/cistern");
  private static final FileTime LONG_AGO = FileTime.from(Instant.parse("2020-01-01T00:00:00Z"));
  private static final FileTime LATER = FileTime.from(Instant.parse("2021-01-01T00:00:00Z"));

  /** Leaves the program and the stamp that the packaging leaves, dated between {@link #LONG_AGO} and {@link #LATER}. */
  private static final String MAVEN = """
      #!/bin/sh
      echo 'what Maven says'
      echo built >>builds
      if [ -e gate ]; then read -r _ <gate; fi
      if [ -e failing ]; then cat failing; exit 1; fi
      mkdir -p adapters-cli/target/cistern/bin
      printf '#!/bin/sh\\necho "ran: $*"\\n' >adapters-cli/target/cistern/bin/cistern
      chmod +x adapters-cli/target/cistern/bin/cistern
      touch -t 202006010000 adapters-cli/target/cistern.stamp
      """;

  @TempDir
  Path temporary;

  private Path root;
  private Path tools;

  @BeforeEach
  void plantASourceTree() throws IOException {
    root = Files.createDirectories(temporary.resolve("a tree"));
    tools = Files.createDirectories(temporary.resolve("tools"));
    Files.createDirectories(root.resolve("bin"));
    Files.copy(SOURCE_LAUNCHER, root.resolve("bin/cistern"));
    Files.createDirectories(root.resolve("domain/src/main/java"));
    Files.writeString(root.resolve("pom.xml"), "");
    Files.writeString(root.resolve("domain/pom.xml"), "");
    Files.writeString(root.resolve("domain/src/main/java/A.java"), "");
    try (var everything = Files.walk(root)) {
      for (Path path : everything.toList()) {
        Files.setLastModifiedTime(path, LONG_AGO);
      }
    }
    for (String tool : new String[]{"sh", "find", "readlink", "mkdir", "rmdir", "grep", "sed", "cat", "sleep", "touch",
        "chmod"}) {
      lend(tool);
    }
  }

  @Test
  void buildsOnFirstUseAndKeepsStandardOutputForTheProgram() throws IOException {
    installMaven();

    Ended ended = launch("status", "two words").run();

    assertThat(ended).extracting(Ended::code, Ended::out).containsExactly(0, "ran: status two words\n");
    assertThat(ended.err()).startsWith("cistern: building").hasLineCount(1);
    assertThat(builds()).isEqualTo(1);
  }

  @Test
  void runsWithoutAWordOrMavenWhenNothingIsNewer() throws IOException {
    installMaven();
    launch("first").run();
    Files.delete(tools.resolve("mvn"));

    Ended ended = launch("second").run();

    assertThat(ended).extracting(Ended::code, Ended::out, Ended::err).containsExactly(0, "ran: second\n", "");
    assertThat(builds()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"pom.xml", "domain/pom.xml", "domain/src/main/java/A.java", "domain/src/main/java"})
  void buildsAgainWhenThisIsNewer(String changed) throws IOException {
    installMaven();
    launch("first").run();
    Files.setLastModifiedTime(root.resolve(changed), LATER);

    Ended ended = launch("second").run();

    assertThat(ended.out()).isEqualTo("ran: second\n");
    assertThat(builds()).isEqualTo(2);
  }

  @Test
  void runsWhatIsThereWhenToldNotToBuild() throws IOException {
    installMaven();
    launch("first").run();
    Files.setLastModifiedTime(root.resolve("pom.xml"), LATER);

    Ended ended = launch("second").with("CISTERN_NO_BUILD", "1").run();

    assertThat(ended).extracting(Ended::code, Ended::out, Ended::err).containsExactly(0, "ran: second\n", "");
    assertThat(builds()).isEqualTo(1);
  }

  @Test
  void saysSoWhenToldNotToBuildAndNothingIsThere() {
    Ended ended = launch("status").with("CISTERN_NO_BUILD", "1").run();

    assertThat(ended).extracting(Ended::code, Ended::out).containsExactly(1, "");
    assertThat(ended.err()).contains("nothing is built yet").hasLineCount(1);
  }

  @Test
  void saysWhatToInstallWithoutMaven() {
    Ended ended = launch("status").run();

    assertThat(ended).extracting(Ended::code, Ended::out).containsExactly(1, "");
    assertThat(ended.err()).contains("Maven", "JDK 25").hasLineCount(1);
  }

  @Test
  void saysWhatToInstallWithoutAJdk25() throws IOException {
    installMaven();
    Files.writeString(root.resolve("failing"),
        "[ERROR] Failed to execute goal select-jdk-toolchain (cistern-needs-JDK-25-or-newer) on project cistern\n");

    Ended ended = launch("status").run();

    assertThat(ended).extracting(Ended::code, Ended::out).containsExactly(1, "");
    assertThat(ended.err().lines().skip(1)).singleElement().asString().contains("JDK 25", "install");
  }

  @Test
  void showsWhyABuildFailed() throws IOException {
    installMaven();
    Files.writeString(root.resolve("failing"),
        "[INFO] noise\n[ERROR] A.java: what is wrong -> [Help 1]\n[ERROR] more noise\n");

    Ended ended = launch("status").run();

    assertThat(ended).extracting(Ended::code, Ended::out).containsExactly(1, "");
    assertThat(ended.err()).contains("A.java: what is wrong\n", "cistern.build.log").doesNotContain("noise");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void oneBuildsWhileTheOtherWaits(boolean systemHasFlock) throws Exception {
    installMaven();
    if (systemHasFlock) {
      lend("flock");
    }
    new ProcessBuilder("mkfifo", root.resolve("gate").toString()).start().waitFor();

    Process first = launch("first").start();
    BufferedReader firstSays = first.errorReader();
    assertThat(firstSays.readLine()).contains("building");
    Process second = launch("second").start();
    BufferedReader secondSays = second.errorReader();
    assertThat(secondSays.readLine()).contains("waiting for another build");
    Files.writeString(root.resolve("gate"), "go on\n");

    assertThat(Launch.end(first).out()).isEqualTo("ran: first\n");
    assertThat(Launch.end(second).out()).isEqualTo("ran: second\n");
    assertThat(builds()).isEqualTo(1);
  }

  private Launch launch(String... arguments) {
    return Launch.of(root.resolve("bin/cistern"), arguments).in(temporary).without("CISTERN_NO_BUILD")
        .with("PATH", tools.toString());
  }

  private void installMaven() throws IOException {
    script("mvn", MAVEN);
  }

  /** Lets the launcher find this tool of the system, and no other by accident. */
  private void lend(String tool) throws IOException {
    for (String directory : new String[]{"/usr/bin", "/bin"}) {
      Path there = Path.of(directory, tool);
      if (Files.exists(there)) {
        script(tool, "#!/bin/sh\nexec " + there + " \"$@\"\n");
        return;
      }
    }
  }

  private void script(String name, String text) throws IOException {
    Path script = Files.writeString(tools.resolve(name), text);
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private int builds() throws IOException {
    return Files.readAllLines(root.resolve("builds")).size();
  }
}
