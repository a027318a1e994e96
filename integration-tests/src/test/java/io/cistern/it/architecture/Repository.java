package io.cistern.it.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The texts of this repository, read once: Java sources, documents, build files and scripts. What the build makes is
 * left out.
 */
final class Repository {
  private static final Set<String> NOT_OURS = Set.of("target", ".git", ".idea", ".vscode");
  private static final Set<String> TEXT = Set.of("java", "md", "xml", "sh", "yml", "yaml", "json", "toml", "config");

  private final Path root;
  private final List<SourceFile> files;

  private Repository(Path root, List<SourceFile> files) {
    this.root = root;
    this.files = files;
  }

  static Repository read() {
    Path root = root();
    List<SourceFile> files = new ArrayList<>();
    try {
      Files.walkFileTree(root, new SimpleFileVisitor<>() {
        @Override
        public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
          boolean skipped = NOT_OURS.contains(directory.getFileName().toString());
          return skipped ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
          if (attributes.isRegularFile() && isText(root.relativize(file))) {
            files.add(new SourceFile(root.relativize(file), Files.readString(file)));
          }
          return FileVisitResult.CONTINUE;
        }
      });
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    files.sort(Comparator.comparing(file -> file.path().toString()));
    return new Repository(root, List.copyOf(files));
  }

  static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  Path directory() {
    return root;
  }

  List<SourceFile> all() {
    return files;
  }

  List<SourceFile> mainSources() {
    return below("/src/main/java/");
  }

  List<SourceFile> testSources() {
    return below("/src/test/java/");
  }

  /** README, CONTRIBUTING and the like, and everything under {@code docs}. */
  List<SourceFile> documents() {
    return files.stream().filter(file -> file.fileName().endsWith(".md"))
        .filter(file -> file.path().getNameCount() == 1 || file.path().startsWith("docs")).toList();
  }

  Optional<SourceFile> document(String path) {
    return files.stream().filter(file -> file.path().equals(Path.of(path))).findFirst();
  }

  private List<SourceFile> below(String part) {
    return files.stream()
        .filter(file -> file.fileName().endsWith(".java") && file.path().toString().contains(part)).toList();
  }

  private static boolean isText(Path relative) {
    String name = relative.getFileName().toString();
    return TEXT.contains(name.substring(name.lastIndexOf('.') + 1)) || relative.startsWith("bin")
        || relative.startsWith(".ci");
  }

  /** The build runs tests in a module's directory; the repository is the parent that lists the modules. */
  private static Path root() {
    Path candidate = Path.of("").toAbsolutePath();
    while (!Files.isRegularFile(candidate.resolve("domain/pom.xml"))) {
      candidate = Optional.ofNullable(candidate.getParent())
          .orElseThrow(() -> new IllegalStateException("no directory above this one holds the modules"));
    }
    return candidate;
  }
}
