package io.cistern.fs.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.application.MirrorParts;
import io.cistern.application.commit.Commits;
import io.cistern.application.mutate.ChangeParts;
import io.cistern.application.mutate.group.Mutation;
import io.cistern.application.mutate.group.MutationResult;
import io.cistern.domain.workspace.WorkspaceId;
import io.cistern.domain.workspace.WorkspacePath;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an embedder's mutation leaves on a real file system: modes, times, directories, and links that are left alone. */
class MutationOnDiskTest {
  private static final MirrorHost HOST = MirrorHost.system("test");
  private static final Instant TIME = Instant.parse("2026-01-02T03:04:05.006Z");
  private static final WorkspacePath SECRET = path("/keys/private/id");
  private static final WorkspacePath OTHER = path("/keys/other");

  @TempDir
  private Path root;

  private FileMirror mirror;
  private Commits commits;

  @BeforeEach
  void open() {
    mirror = FileMirror.create(root, "http://127.0.0.1:1", WorkspaceId.parse("ws").orElseThrow(), "/", HOST);
    MirrorParts parts = mirror.parts();
    commits = new Commits(
        parts.lock(), parts.log(), parts.manifest(), parts.staging(), parts.tree(), parts.clock(),
        Duration.ofSeconds(10), _ -> {});
    commits.catchUp();
  }

  @AfterEach
  void close() {
    commits.close();
    mirror.close();
  }

  @Test
  void modesAndTimesComeWithTheContentAndPrivateStaysPrivate() throws IOException {
    try (Mutation mutation = begin(SECRET)) {
      write(mutation.write(SECRET, OptionalInt.of(0600), Optional.of(TIME)), "first");
      assertThat(mutation.commit()).isInstanceOf(MutationResult.Committed.class);
    }
    Path secret = root.resolve("keys/private/id");
    assertThat(secret).hasContent("first");
    assertThat(mode(secret)).isEqualTo("rw-------");
    assertThat(Files.getLastModifiedTime(secret).toInstant()).isEqualTo(TIME);

    try (Mutation mutation = begin(SECRET)) {
      write(mutation.write(SECRET), "second");
      assertThat(mutation.commit()).isInstanceOf(MutationResult.Committed.class);
    }

    assertThat(secret).hasContent("second");
    assertThat(mode(secret)).as("an existing file keeps its mode").isEqualTo("rw-------");
  }

  @Test
  void directoriesComeWithTheirFirstFileAndGoWithTheirLast() throws IOException {
    try (Mutation mutation = begin(SECRET, OTHER)) {
      write(mutation.write(SECRET), "deep");
      write(mutation.write(OTHER), "shallow");
      assertThat(mutation.commit()).isInstanceOf(MutationResult.Committed.class);
    }
    assertThat(root.resolve("keys/private")).isDirectory();

    try (Mutation mutation = begin(SECRET, OTHER)) {
      mutation.remove(OTHER);
      mutation.remove(SECRET);
      assertThat(mutation.commit()).isInstanceOf(MutationResult.Committed.class);
    }

    assertThat(root.resolve("keys")).doesNotExist();
  }

  @Test
  void aLinkIsNeitherFollowedNorReplaced(@TempDir Path outside) throws IOException {
    Files.createSymbolicLink(root.resolve("keys"), outside);
    Files.createSymbolicLink(root.resolve("link"), Files.writeString(outside.resolve("target"), "theirs"));
    WorkspacePath link = path("/link");

    try (Mutation mutation = begin(OTHER, link)) {
      write(mutation.write(OTHER), "mine");
      write(mutation.write(link), "mine");
      assertThat(mutation.commit()).isInstanceOf(MutationResult.Refused.class);
    }

    assertThat(outside.resolve("other")).doesNotExist();
    assertThat(outside.resolve("target")).hasContent("theirs");
    assertThat(root.resolve("link")).isSymbolicLink();
    try (var staged = Files.walk(root.resolve(".cistern/staging"))) {
      assertThat(staged.filter(Files::isRegularFile)).allMatch(file -> file.endsWith("owner.lock"));
    }
  }

  private Mutation begin(WorkspacePath... paths) {
    MirrorParts parts = mirror.parts();
    return new Mutation(commits, new ChangeParts(
        parts.manifest(), parts.identity(), parts.tree(), parts.staging(), parts.spool(), parts.clock(),
        parts.pauses())).declare(paths);
  }

  private static void write(OutputStream into, String text) throws IOException {
    try (OutputStream out = into) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  private static WorkspacePath path(String text) {
    return WorkspacePath.parse(text).orElseThrow();
  }
}
