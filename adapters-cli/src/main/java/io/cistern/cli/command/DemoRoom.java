package io.cistern.cli.command;

import io.cistern.cli.settings.Surroundings;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** A temporary directory for the mirror and the broker's state, removed with everything in it when closed. */
final class DemoRoom implements AutoCloseable {
  /** The sample is the same every time, so that its hashes are. */
  private static final long SEED = 7;

  private static final int BINARY_BYTES = 300_000;
  private static final int NOTES = 40;

  private final Path base;

  private DemoRoom(Path base) {
    this.base = base;
  }

  /** Makes it, for this user alone, where {@code TMPDIR} says, which Java does not ask. */
  static DemoRoom make(Surroundings surroundings) {
    Path temporary = Path.of(surroundings.variable("TMPDIR").orElse(System.getProperty("java.io.tmpdir")));
    try {
      return new DemoRoom(Files.createTempDirectory(temporary, "cistern-demo-").toRealPath());
    } catch (IOException failed) {
      throw new CisternException(
          new Failure.LocalIo("", "cannot make a temporary directory: " + failed.getMessage()), failed);
    }
  }

  /** Refuses to serve a directory that this one lies in: it would grow while it is mirrored. */
  void requireOutside(Path served) {
    if (base.startsWith(served)) {
      throw new CisternException(new Failure.Usage(
          "the temporary directory " + base.getParent() + " lies in " + served + "; set TMPDIR to a place outside"));
    }
  }

  /** Where the broker keeps its state. */
  Path broker() {
    return base.resolve("broker");
  }

  /** Where the mirror is; exists. */
  Path mirror() {
    try {
      return Files.createDirectories(base.resolve("mirror"));
    } catch (IOException failed) {
      throw failure(failed);
    }
  }

  /** A small workspace: text, a binary file, an empty one, deep paths, names in several scripts. */
  Path sample() {
    try {
      Path root = Files.createDirectories(base.resolve("workspace"));
      write(root, "README.md", "# A sample workspace\n\nServed, mirrored and verified by the demonstration.\n");
      write(root, "pom.xml", "<project/>\n");
      write(root, "docs/plan.md", "names first, content on demand\n");
      write(root, "docs/größe — 大小.txt", "names are UTF-8\n");
      write(root, "docs/empty.txt", "");
      write(root, "a/b/c/d/e/f/g/h/i/j/k/l/m/deep.txt", "far down\n");
      for (int i = 0; i < NOTES; i++) {
        write(root, "notes/%02d.md".formatted(i), "note %d%n".formatted(i).repeat(i + 1));
      }
      byte[] binary = new byte[BINARY_BYTES];
      new Random(SEED).nextBytes(binary);
      Files.write(Files.createDirectories(root.resolve("data")).resolve("noise.bin"), binary);
      return root;
    } catch (IOException failed) {
      throw failure(failed);
    }
  }

  /** Removes what was made; links are removed, never followed. */
  @Override
  public void close() {
    try {
      Files.walkFileTree(base, new SimpleFileVisitor<>() {
        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
          Files.delete(file);
          return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failed) throws IOException {
          Files.delete(directory);
          return FileVisitResult.CONTINUE;
        }
      });
    } catch (IOException failed) {
      throw failure(failed);
    }
  }

  private CisternException failure(IOException failed) {
    return new CisternException(
        new Failure.LocalIo(base.toString(), "cannot work in " + base + ": " + failed.getMessage()), failed);
  }

  private static void write(Path root, String name, String text) throws IOException {
    Path file = root.resolve(name);
    Path parent = file.getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    Files.write(file, text.getBytes(StandardCharsets.UTF_8));
  }
}
