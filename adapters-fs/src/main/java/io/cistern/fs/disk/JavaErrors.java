package io.cistern.fs.disk;

import io.cistern.fs.disk.DiskException.Kind;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.ReadOnlyFileSystemException;
import java.util.Locale;
import java.util.Map;

/** Tells what an exception of Java's library means. For many errors it offers only the system's words. */
final class JavaErrors {
  private static final Map<String, Kind> BY_WORDS = Map.of(
      "no space left", Kind.NO_SPACE,
      "quota exceeded", Kind.NO_SPACE,
      "read-only file system", Kind.NO_ACCESS,
      "operation not permitted", Kind.NO_ACCESS,
      "permission denied", Kind.NO_ACCESS,
      "not a directory", Kind.NOT_A_DIRECTORY,
      "is a directory", Kind.NOT_A_FILE,
      "name too long", Kind.NAME_TOO_LONG,
      "too many open files", Kind.TOO_MANY_OPEN,
      "too many levels of symbolic links", Kind.NOT_A_FILE);

  private JavaErrors() {}

  static DiskException failure(IOException failed, String step, String name) {
    if (failed instanceof DiskException already) {
      return already;
    }
    DiskException failure = new DiskException(kind(failed), step, name, words(failed));
    failure.initCause(failed);
    return failure;
  }

  /** A force that was tried and failed, of one of the two kinds that say so. */
  static DiskException forceFailed(IOException failed, String name) {
    Kind kind = kind(failed) == Kind.NO_SPACE ? Kind.NO_SPACE : Kind.OTHER;
    return new DiskException(kind, "force", name, String.valueOf(failed.getMessage()));
  }

  static Kind kind(Exception failed) {
    return switch (failed) {
      case NoSuchFileException _ -> Kind.NOT_FOUND;
      case FileAlreadyExistsException _ -> Kind.EXISTS;
      case DirectoryNotEmptyException _ -> Kind.NOT_EMPTY;
      case AccessDeniedException _ -> Kind.NO_ACCESS;
      case NotDirectoryException _ -> Kind.NOT_A_DIRECTORY;
      case ReadOnlyFileSystemException _ -> Kind.NO_ACCESS;
      default -> byWords(words(failed).toLowerCase(Locale.ROOT));
    };
  }

  private static Kind byWords(String words) {
    return BY_WORDS.entrySet().stream()
        .filter(known -> words.contains(known.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(Kind.OTHER);
  }

  private static String words(Exception failed) {
    return failed.getMessage() == null ? failed.getClass().getSimpleName() : failed.getMessage();
  }
}
