package io.cistern.it.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Everything below a directory but a mirror in it, as it was when it was looked at first. */
final class Outside {
  private final Path around;
  private final Path mirror;
  private final Map<String, String> before;

  private Outside(Path around, Path mirror) {
    this.around = around;
    this.mirror = mirror;
    this.before = contents(around, Optional.of(mirror));
  }

  static Outside of(Path around, Path mirror) {
    return new Outside(around, mirror);
  }

  void demandUnchanged() {
    assertThat(contents(around, Optional.of(mirror))).as("outside the mirror").isEqualTo(before);
  }

  /** Every file and symbolic link below a directory and what it holds, nothing followed; without one of its parts. */
  static Map<String, String> contents(Path top, Optional<Path> without) {
    Map<String, String> found = new TreeMap<>();
    try {
      Files.walkFileTree(top, new SimpleFileVisitor<>() {
        @Override
        public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes facts) {
          boolean left = without.filter(directory::equals).isPresent();
          return left ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes facts) throws IOException {
          String what = facts.isRegularFile() ? Files.readString(file) : "-> " + Files.readSymbolicLink(file);
          found.put(top.relativize(file).toString(), what);
          return FileVisitResult.CONTINUE;
        }
      });
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    return found;
  }
}
