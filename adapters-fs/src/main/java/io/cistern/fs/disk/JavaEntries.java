package io.cistern.fs.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/** What Java's library lists, as {@link DirectoryEntry} wants it. */
final class JavaEntries {
  private JavaEntries() {}

  static DirectoryEntry of(Path child) throws IOException {
    return Listing.entry(PathBytes.leaf(child), kind(child));
  }

  /** A name that has gone meanwhile is as good as something else. */
  private static FileKind kind(Path child) throws IOException {
    try {
      BasicFileAttributes attributes =
          Files.readAttributes(child, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      if (attributes.isRegularFile()) {
        return FileKind.FILE;
      }
      if (attributes.isDirectory()) {
        return FileKind.DIRECTORY;
      }
      return attributes.isSymbolicLink() ? FileKind.SYMBOLIC_LINK : FileKind.OTHER;
    } catch (NoSuchFileException gone) {
      return FileKind.OTHER;
    }
  }
}
