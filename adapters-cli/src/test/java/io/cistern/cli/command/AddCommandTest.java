package io.cistern.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The verb {@code add} over a real mirror, in process. Nothing here asks the broker after the clone. */
final class AddCommandTest {
  @TempDir
  private Path base;

  private ProgramRun program;
  private Path mirror;
  private Path source;

  @BeforeEach
  void cloneAndStopServing() throws IOException {
    Path home = Files.createDirectories(base.resolve("home"));
    program = new ProgramRun(home).inRealTime();
    try (ServedDirectory served = ServedDirectory.below(base)) {
      assertThat(program.run("clone", served.url(), "m", "--token-file", served.tokenFile())).isZero();
    }
    mirror = home.resolve("m");
    source = Files.createDirectories(home.resolve("src"));
    program.in(mirror);
  }

  @AfterEach
  void leavesNothingStaged() throws IOException {
    try (var owners = Files.list(mirror.resolve(".cistern/staging"))) {
      assertThat(owners).isEmpty();
    }
  }

  @Test
  void theContentsOfOneDirectoryGoUnderTheGivenPath() throws IOException {
    write("a.txt", "a");
    write("sub/b.txt", "b");

    assertThat(program.run("add", "../src", "--to", "/docs/new", "--json", "--progress", "never")).isZero();

    assertThat(program.out().lines().toList()).containsExactly(
        "{\"type\":\"item\",\"path\":\"/docs/new/a.txt\",\"result\":\"added\",\"bytes\":1}",
        "{\"type\":\"item\",\"path\":\"/docs/new/sub/b.txt\",\"result\":\"added\",\"bytes\":1}",
        "{\"type\":\"summary\",\"verb\":\"add\",\"dryRun\":false,\"candidates\":2,\"added\":2,\"replaced\":0,"
            + "\"skipped\":0,\"failed\":0,\"bytes\":2,\"exitCode\":0}");
    fitsTheSchema();
    assertThat(mirror.resolve("docs/new/sub/b.txt")).hasContent("b");
    assertThat(program.run("status", "--json")).isZero();
    assertThat(program.out()).contains("\"added\":2");
  }

  @Test
  void severalSourcesGoByTheirOwnNamesWhereThePersonIs() throws IOException {
    write("one.txt", "1");
    write("dir/two.txt", "2");
    program.in(mirror.resolve("docs"));

    assertThat(program.run("add", "../../src/one.txt", "../../src/dir")).isZero();

    assertThat(program.out()).isEqualTo("2 added (2 B)\n");
    assertThat(mirror.resolve("docs/one.txt")).hasContent("1");
    assertThat(mirror.resolve("docs/dir/two.txt")).hasContent("2");
  }

  @Test
  void whatLiesInTheMirrorIsRegisteredWhereItLies() throws IOException {
    Files.writeString(mirror.resolve("docs/mine.txt"), "mine");

    assertThat(program.run("-v", "add", "docs")).isZero();

    assertThat(program.out()).contains("added docs/mine.txt\n").contains("1 added (4 B), 3 here already");
    assertThat(program.run("ls", "docs")).isZero();
    assertThat(program.out()).contains("added").contains("mine.txt");
    assertThat(program.run("verify")).isZero();
    assertThat(program.run("add", ".", "--fail-if-unchanged")).isEqualTo(9);
  }

  @Test
  void otherBytesReplaceARemoteFileAndTheSameAreSkipped() throws IOException {
    write("README.md", "mine\n");
    write("docs/plan.md", "mine\n");

    assertThat(program.run("add", "../src", "--to", "/")).isZero();
    assertThat(program.out()).isEqualTo("0 added (10 B), 2 replaced\n");
    assertThat(mirror.resolve("docs/plan.md")).hasContent("mine\n");
    assertThat(program.run("add", "../src", "--to", "/", "--json")).isZero();
    assertThat(program.out()).contains("\"skipped\":2");
    fitsTheSchema();
    assertThat(program.run("status", "--json")).isZero();
    assertThat(program.out()).contains("\"modified\":2");
  }

  @Test
  void modesAndTimesAreKeptAndPrivateStaysPrivate() throws IOException {
    Path secret = write("secret", "s");
    Path tool = write("tool", "#!");
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
    Files.setPosixFilePermissions(tool, PosixFilePermissions.fromString("rwxr-xr-x"));
    Instant then = Instant.parse("2020-02-03T04:05:06.789Z");
    Files.setLastModifiedTime(secret, FileTime.from(then));

    assertThat(program.run("add", "../src", "--to", "/")).isZero();

    assertThat(mode("secret")).isEqualTo("rw-------");
    assertThat(mode("tool")).isEqualTo("rwxr-xr-x");
    assertThat(Files.getLastModifiedTime(mirror.resolve("secret")).toInstant()).isEqualTo(then);
    Files.writeString(secret, "another");
    Files.setPosixFilePermissions(mirror.resolve("README.md"), PosixFilePermissions.fromString("rw-------"));
    write("README.md", "readable");
    assertThat(program.run("add", "../src", "--to", "/")).isZero();
    assertThat(mode("secret")).isEqualTo("rw-------");
    assertThat(mode("README.md")).isEqualTo("rw-------");
  }

  @Test
  void linksPipesAndTakenNamesFailAtTheirPlaceAndTheRestIsAdded() throws Exception {
    Files.createSymbolicLink(source.resolve("dangling"), Path.of("nowhere"));
    Files.createSymbolicLink(source.resolve("outside"), Path.of("/etc"));
    assertThat(new ProcessBuilder("mkfifo", source.resolve("pipe").toString()).start().waitFor()).isZero();
    write("docs", "a file where a directory is");
    write("fine", "1");

    assertThat(program.run("add", "../src", "--to", "/", "--json")).isEqualTo(3);

    fitsTheSchema();
    assertThat(program.out())
        .contains("\"path\":\"/dangling\",\"result\":\"failed\",\"reason\":\"SYMBOLIC_LINK\"")
        .contains("\"path\":\"/outside\",\"result\":\"failed\",\"reason\":\"SYMBOLIC_LINK\"")
        .contains("\"path\":\"/pipe\",\"result\":\"failed\",\"reason\":\"SPECIAL_FILE\"")
        .contains("\"path\":\"/docs\",\"result\":\"failed\",\"reason\":\"NAME_TAKEN\"")
        .contains("\"path\":\"/fine\",\"result\":\"added\"");
    assertThat(program.run("add", "../src/dangling")).isEqualTo(1);
    assertThat(program.err()).contains("/dangling: it is a symbolic link, which is never followed");
  }

  @Test
  void anUnnoticedEditIsLeftAndSaid() throws IOException {
    Files.writeString(mirror.resolve("README.md"), "my own work");
    write("README.md", "added");

    assertThat(program.run("add", "../src/README.md")).isEqualTo(1);

    assertThat(program.err()).contains("README.md: changed here since it was last looked at");
    assertThat(mirror.resolve("README.md")).hasContent("my own work");
  }

  @Test
  void ignoreRulesLeaveFilesOutUnlessTheyAreNamed() throws IOException {
    write(".cisternignore", "*.log\n");
    write("a.log", "1");
    write("b.txt", "2");

    assertThat(program.run("add", "../src", "--to", "/x")).isZero();
    assertThat(mirror.resolve("x/a.log")).doesNotExist();
    assertThat(program.run("add", "../src/a.log", "--to", "/x")).isZero();
    assertThat(mirror.resolve("x/a.log")).hasContent("1");
  }

  @Test
  void aRehearsalSaysWhatItWouldDoAndDoesNothing() throws IOException {
    write("new", "1");
    write("README.md", "2");

    assertThat(program.run("add", "-n", "../src", "--to", "/")).isZero();
    assertThat(program.out()).contains("would replace README.md\n").contains("would add new\n");
    assertThat(program.run("add", "-n", "../src", "--to", "/", "--json")).isZero();
    fitsTheSchema();
    assertThat(mirror.resolve("new")).doesNotExist();
  }

  @Test
  void nothingToAddIsSaidAndBadSourcesAreRefused() throws IOException {
    assertThat(program.run("add", "../src")).isZero();
    assertThat(program.out()).isEqualTo("nothing to add\n");
    assertThat(program.run("add", "../missing")).isEqualTo(2);
    assertThat(program.err()).contains("../missing: no such file or directory");
    assertThat(program.run("add", ".cistern/mirror.json")).isEqualTo(2);
    assertThat(program.run("add", "..")).isEqualTo(2);
    assertThat(program.err()).contains(".. contains the mirror itself");
    assertThat(program.run("add")).isEqualTo(2);
    program.in(source);
    assertThat(program.run("add", "x")).isEqualTo(10);
    assertThat(program.err().lines().findFirst()).hasValueSatisfying(
        line -> assertThat(line).contains("no mirror here or above"));
  }

  @Test
  void theTimesOfEachStageAreToldWhenDebugging() throws IOException {
    write("new", "1");

    assertThat(program.run("-vv", "add", "../src", "--to", "/")).isZero();

    assertThat(program.err()).contains("lock_wait ").contains("prefilter ").contains("prepare ")
        .contains("commit ").contains("publish ").contains("retire ");
    assertThat(program.run("-v", "add", "../src", "--to", "/")).isZero();
    assertThat(program.err()).doesNotContain("lock_wait");
  }

  private void fitsTheSchema() {
    assertThat(program.out().lines().toList())
        .allSatisfy(line -> assertThat(JsonSchema.named("cistern.lines-1").faults(line)).isEmpty());
  }

  private String mode(String name) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(mirror.resolve(name)));
  }

  private Path write(String name, String text) throws IOException {
    Path file = source.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }
}
