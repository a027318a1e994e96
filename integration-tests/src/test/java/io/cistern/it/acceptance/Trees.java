package io.cistern.it.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Trees to serve, and what mirrors make of them. */
final class Trees {
  private static final int MEBIBYTE = 1 << 20;

  private Trees() {}

  /** Writes files of 1 to 16 KiB into directories under names in several scripts. */
  static void files(Path root, int count, int directories, Random random) throws IOException {
    List<Path> places = new ArrayList<>();
    for (int i = 0; i < directories; i++) {
      places.add(Files.createDirectories(root.resolve("d%03d/größe %04d — 大小".formatted(i % 50, i))));
    }
    for (int i = 0; i < count; i++) {
      byte[] bytes = new byte[1024 + random.nextInt(15 * 1024)];
      if (i % 2 == 0) {
        random.nextBytes(bytes);
      } else {
        java.util.Arrays.fill(bytes, (byte) ('a' + i % 26));
      }
      Files.write(places.get(i % directories).resolve("file-%06d-é.txt".formatted(i)), bytes);
    }
  }

  static Path text(Path file, int mebibytes) throws IOException {
    byte[] line =
        "a line of text — eine Zeile größeren Textes — 一行文字 \"quoted\" \\ \t end\n".getBytes(StandardCharsets.UTF_8);
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), MEBIBYTE)) {
      for (long written = 0; written < (long) mebibytes * MEBIBYTE; written += line.length) {
        out.write(line);
      }
    }
    return file;
  }

  static Path binary(Path file, int mebibytes, Random random) throws IOException {
    byte[] chunk = new byte[MEBIBYTE];
    try (OutputStream out = Files.newOutputStream(file)) {
      for (int i = 0; i < mebibytes; i++) {
        random.nextBytes(chunk);
        out.write(chunk);
      }
    }
    return file;
  }

  /** The regular files below a root, the mirror's own aside, relative to it. */
  static List<Path> files(Path root) throws IOException {
    List<Path> files = new ArrayList<>();
    Files.walkFileTree(root, new SimpleFileVisitor<>() {
      @Override
      public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
        boolean control = directory.equals(root.resolve(".cistern")); // what a live program does there is its own
        return control ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
      }

      @Override
      public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
        if (attributes.isRegularFile()) {
          files.add(root.relativize(file));
        }
        return FileVisitResult.CONTINUE;
      }
    });
    return files.stream().sorted().toList();
  }

  /** Every file is there with the same bytes, and no other one. */
  static void assertSame(Path mirror, Path served) throws IOException {
    assertSame(mirror, served, Set.copyOf(files(served)));
  }

  /** Every file is there, these with the same bytes, the others as placeholders; and no other one. */
  static void assertSame(Path mirror, Path served, Set<Path> hydrated) throws IOException {
    List<Path> files = files(served);
    assertThat(files(mirror)).isEqualTo(files);
    for (Path file : files) {
      if (hydrated.contains(file)) {
        assertThat(Files.mismatch(mirror.resolve(file), served.resolve(file))).as(file.toString()).isEqualTo(-1);
      } else {
        assertThat(mirror.resolve(file)).isEmptyFile();
      }
    }
  }
}
