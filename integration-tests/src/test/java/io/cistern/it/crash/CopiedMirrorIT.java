package io.cistern.it.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.application.Mirror;
import io.cistern.application.MirrorSettings;
import io.cistern.application.mutate.add.AddRequest;
import io.cistern.application.mutate.add.AddRoot;
import io.cistern.application.mutate.add.AddSettings;
import io.cistern.application.testing.FakeRemote;
import io.cistern.application.testing.ManualClock;
import io.cistern.application.testing.MemorySource;
import io.cistern.domain.manifest.PathState;
import io.cistern.domain.placeholder.Selection;
import io.cistern.domain.workspace.WorkspaceId;
import io.cistern.fs.disk.Disk;
import io.cistern.fs.disk.DiskException;
import io.cistern.fs.disk.SystemDisk;
import io.cistern.fs.mirror.FileMirror;
import io.cistern.fs.mirror.MirrorHost;
import io.cistern.fs.testing.Between;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A mirror whose process died after a commit and before its publication, and a copy of it: each is recovered and worked
 * with by itself, and not a byte, a time or a mode of the other one changes.
 */
class CopiedMirrorIT {
  private static final WorkspaceId WORKSPACE = WorkspaceId.parse("ws").orElseThrow();

  @TempDir
  private Path base;

  private final FakeRemote remote = new FakeRemote();
  private Path original;
  private Path copy;

  @BeforeEach
  void aMirrorThatDiedAndItsCopy() throws IOException, DiskException {
    remote.put("/docs/old", "old");
    remote.put("/docs/rest", "rest");
    original = base.resolve("original");
    copy = base.resolve("copy");
    Path living = Files.createDirectory(base.resolve("living"));
    try (FileMirror files = FileMirror.create(living, "http://127.0.0.1:1", WORKSPACE, "/", host());
        Mirror mirror = new Mirror(files.parts(), remote, MirrorSettings.DEFAULTS)) {
      mirror.pullNames();
      mirror.hydrate(new Selection.Everything(), item -> {});
    }
    AtomicBoolean copied = new AtomicBoolean();
    Disk disk = Between.callersAnd(Disk.class, SystemDisk.open(living), (method, arguments, real) -> {
      boolean switches = List.of("rename", "replace", "exchange", "link").contains(method)
          && Stream.of(arguments).anyMatch(name -> String.valueOf(name).startsWith("docs/"));
      if (switches && copied.compareAndSet(false, true)) {
        copyAll(living, original);
      }
      return real.go();
    });
    try (FileMirror files = FileMirror.over(disk, living, host());
        Mirror mirror = new Mirror(files.parts(), remote, MirrorSettings.DEFAULTS)) {
      add(mirror, Map.of("docs/old", "new"));
    }
    assertThat(copied).isTrue();
    copyAll(original, copy);
    assertThat(original.resolve("docs/old")).as("died before the publication").hasContent("old");
  }

  @Test
  void recoveringTheOriginalLeavesItsCopyAlone() {
    recoversApartFrom(original, copy);
    recoversApartFrom(copy, original);
  }

  @Test
  void recoveringACopyLeavesItsOriginalAlone() {
    recoversApartFrom(copy, original);
    recoversApartFrom(original, copy);
  }

  @Test
  void openingACopyChangesNeither() {
    SortedMap<String, String> before = everythingOf(original);
    SortedMap<String, String> beforeOfCopy = everythingOf(copy);

    with(copy, mirror -> assertThat(mirror.status().recoveryDue()).isTrue());

    assertThat(everythingOf(original)).isEqualTo(before);
    assertThat(everythingOf(copy)).isEqualTo(beforeOfCopy);
  }

  /** Every kind of change in one of them. */
  private void recoversApartFrom(Path one, Path other) {
    SortedMap<String, String> before = everythingOf(other);

    with(one, mirror -> {
      assertThat(mirror.status().recoveryDue()).isTrue();
      add(mirror, Map.of("more/here", "only in " + one.getFileName()));
      assertThat(one.resolve("docs/old")).as("rolled forward").hasContent("new");
      mirror.move("/docs/rest", "/docs/moved");
      mirror.remove(List.of("/docs/old"), Optional.empty());
      mirror.undo(Optional.empty());
      assertThat(mirror.status().recoveryDue()).isFalse();
      assertThat(mirror.status().paths().of(PathState.MODIFIED)).isEqualTo(1);
    });

    assertThat(one.resolve("docs/old")).hasContent("new");
    assertThat(one.resolve("docs/moved")).hasContent("rest");
    assertThat(one.resolve("more/here")).hasContent("only in " + one.getFileName());
    assertThat(everythingOf(other)).isEqualTo(before);
  }

  private void with(Path root, Consumer<Mirror> work) {
    try (FileMirror files = FileMirror.open(root, host());
        Mirror mirror = new Mirror(files.parts(), remote, MirrorSettings.DEFAULTS)) {
      work.accept(mirror);
    }
  }

  private static void add(Mirror mirror, Map<String, String> texts) {
    MemorySource source = new MemorySource(new ManualClock());
    texts.forEach(source::file);
    mirror.add(
        AddRequest.of(List.of(new AddRoot(source, "", "", false))), new AddSettings(2),
        item -> assertThat(item.outcome().toString()).doesNotContain("Failed"));
  }

  /** Each file and directory with all that a writer could change. */
  private static SortedMap<String, String> everythingOf(Path root) {
    SortedMap<String, String> all = new TreeMap<>();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.toList()) {
        PosixFileAttributes facts =
            Files.readAttributes(file, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        String bytes = facts.isRegularFile() ? HexFormat.of().formatHex(Files.readAllBytes(file)) : "";
        all.put(root.relativize(file).toString(), facts.lastModifiedTime() + " " + facts.permissions() + " "
            + facts.fileKey() + " " + bytes);
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    return all;
  }

  private static void copyAll(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(
            file, to.resolve(from.relativize(file).toString()), StandardCopyOption.COPY_ATTRIBUTES,
            LinkOption.NOFOLLOW_LINKS);
      }
    }
  }

  private static MirrorHost host() {
    return MirrorHost.system("copied mirror test");
  }
}
