package io.cistern.it.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.it.acceptance.Launch.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is no plain, readable file with something in it: served, and in a mirror. */
final class SpecialFilesIT {
  private static final String CLOSED = "---------";

  @TempDir
  Path temporary;

  private Ordinary ordinary;
  private Person person;
  private Path workspace;
  private Path outside;
  private Path mirror;

  @BeforeEach
  void haveAnOrdinaryUser() throws IOException {
    ordinary = Ordinary.below(temporary);
    person = ordinary.person();
    workspace = Files.createDirectories(temporary.resolve("workspace/docs")).getParent();
    outside = Files.createDirectories(temporary.resolve("outside"));
    mirror = person.home().resolve("m");
    Files.writeString(outside.resolve("secret"), "secret\n");
    Files.writeString(workspace.resolve("plain.txt"), "plain\n");
    Files.writeString(workspace.resolve("docs/plan.md"), "plan\n");
  }

  @AfterEach
  void openEverythingAgain() throws IOException {
    ordinary.openAgain(temporary);
  }

  @Test
  void whatIsServedIsFetchedWhereItHoldsSomethingAndOtherwiseNeitherFollowedNorWaitedFor() throws IOException {
    Files.createFile(workspace.resolve("empty.txt"));
    Files.createFile(workspace.resolve("docs/.keep"));
    Files.createSymbolicLink(workspace.resolve("link"), outside.resolve("secret"));
    Files.createSymbolicLink(workspace.resolve("linked"), outside);
    Special.fifo(workspace.resolve("fifo"));
    Files.writeString(workspace.resolve("closed.txt"), "closed\n");
    Files.writeString(Files.createDirectory(workspace.resolve("shut")).resolve("in.txt"), "shut in\n");
    close(workspace.resolve("closed.txt"));
    close(workspace.resolve("shut"));

    try (Served served = serve()) {
      assertThat(served.files()).isEqualTo(4);
      cloneFrom(served);
      whatIsTrulyEmptyIsNeverFetched(served);
      Ended verified = person.in(mirror).runs("verify");
      String warnings = served.stop().err();

      assertThat(verified.code()).as(verified.out()).isZero();
      assertThat(Trees.files(mirror)).extracting(Path::toString)
          .containsExactly("docs/.keep", "docs/plan.md", "empty.txt", "plain.txt");
      assertThat(warnings).contains("not served: 5 names", "fifo:", "link:", "linked:", "closed.txt:", "shut:");
    }
  }

  private void whatIsTrulyEmptyIsNeverFetched(Served served) {
    for (int round = 0; round < 2; round++) {
      Ended hydrated = person.in(mirror).runs("hydrate", "**");
      assertThat(hydrated.code()).as(hydrated.err()).isZero();
    }
    Ended opened = person.in(mirror).runs("open", "--cat", "empty.txt");
    assertThat(opened).extracting(Ended::code, Ended::out).containsExactly(0, "");
    assertThat(served.fileRequests()).containsExactlyInAnyOrder("/plain.txt", "/docs/plan.md");
    assertThat(person.in(mirror).runs("ls", "empty.txt").out()).startsWith("hydrated");
  }

  @Test
  void whatTakesANameInTheMirrorIsNeitherFollowedNorWaitedForAndEachIsReported() throws IOException {
    for (String name : List.of("fifo", "link", "directory", "linked/in.txt", "shut/in.txt")) {
      Files.createDirectories(workspace.resolve(name).getParent());
      Files.writeString(workspace.resolve(name), name);
    }
    try (Served served = serve()) {
      cloneFrom(served);
      Special.fifo(emptied("fifo"));
      Files.createSymbolicLink(emptied("link"), outside.resolve("escaped"));
      Files.createDirectory(emptied("directory"));
      emptied("linked/in.txt");
      Files.delete(mirror.resolve("linked"));
      Files.createSymbolicLink(mirror.resolve("linked"), outside);
      close(mirror.resolve("shut"));

      Ended hydrated = person.in(mirror).runs("hydrate", "**");
      Ended opened = person.in(mirror).runs("open", "fifo", "link", "linked/in.txt", "shut/in.txt");
      Ended read = person.in(mirror).runs("open", "--cat", "/fifo");
      Ended verified = person.in(mirror).runs("verify", "--json");
      Ended status = person.in(mirror).runs("status");
      Ended again = person.runs("clone", served.url(), mirror.toString());

      assertThat(hydrated.code()).as("the file in the closed directory failed, others were fetched").isEqualTo(3);
      for (String name : List.of("fifo", "link", "directory", "linked/in.txt", "shut/in.txt")) {
        assertThat(hydrated.err()).contains(name + ": ");
        assertThat(verified.out()).contains("\"/" + name + "\"");
      }
      assertThat(mirror.resolve("plain.txt")).hasContent("plain\n");
      assertThat(opened.code()).isEqualTo(1);
      assertThat(opened.err()).contains("/fifo: ", "/link: ", "/linked/in.txt: ", "shut/in.txt");
      assertThat(read).extracting(Ended::code, Ended::out).containsExactly(1, "");
      assertThat(verified.code()).isEqualTo(4);
      assertThat(status.code()).as(status.err()).isIn(0, 4);
      assertThat(again.code()).as(again.err()).isIn(0, 3, 4);
      assertThat(outside).isDirectoryNotContaining(file -> !file.endsWith("secret"));
      assertThat(outside.resolve("secret")).hasContent("secret\n");
      served.stop();
    }
  }

  private Served serve() throws IOException {
    ordinary.own(temporary);
    return person.serves(workspace);
  }

  private void cloneFrom(Served served) {
    Ended cloned = person.runs(
        "clone", served.url(), mirror.toString(), "--content", "none", "--token-file", served.tokenFile());
    assertThat(cloned.code()).as(cloned.err()).isZero();
  }

  /** Takes the placeholder away. */
  private Path emptied(String name) throws IOException {
    Files.delete(mirror.resolve(name));
    return mirror.resolve(name);
  }

  private static void close(Path path) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(CLOSED));
  }
}
