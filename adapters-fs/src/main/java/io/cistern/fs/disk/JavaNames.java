package io.cistern.fs.disk;

import io.cistern.fs.disk.DiskException.Kind;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Finds names below a root through Java's library: looks at each segment on the way without following it, and after
 * the deed whether the way is still the same. Between the two looks a link may come and go; only system calls on
 * directory handles close that gap.
 */
final class JavaNames {
  private static final int PERMISSION_BITS = 0xfff;
  private static final int TYPE_BITS = 0xf000;

  private final Path root;

  /**
   * @param root without symbolic links
   */
  JavaNames(Path root) {
    this.root = root;
  }

  /** What is done to a path. */
  @FunctionalInterface
  interface Deed<T> {
    T on(Path path) throws IOException;
  }

  <T> T at(String step, String name, Deed<T> deed) throws DiskException {
    Path path = path(step, name);
    try {
      T result = deed.on(path);
      requireSameWay(step, name, path);
      return result;
    } catch (IOException failed) {
      throw JavaErrors.failure(failed, step, name);
    }
  }

  /** The path of a name after a look at every segment on the way. */
  Path path(String step, String name) throws DiskException {
    DiskName parsed = DiskName.of(step, name);
    Path at = root;
    try {
      for (String segment : parsed.directorySegments()) {
        at = at.resolve(segment);
        if (!Files.isDirectory(at, LinkOption.NOFOLLOW_LINKS)) {
          boolean exists = Files.exists(at, LinkOption.NOFOLLOW_LINKS);
          requireShort(step, name, segment);
          throw exists
              ? new DiskException(Kind.NOT_A_DIRECTORY, step, name, "not a directory on the way")
              : new DiskException(Kind.NOT_FOUND, step, name, "no such directory on the way");
        }
      }
      return parsed.leaf().isEmpty() ? at : at.resolve(parsed.leaf());
    } catch (InvalidPathException notInThisLocale) {
      throw new DiskException(Kind.OTHER, step, name, "cannot be written in this locale");
    }
  }

  /** What has the name; of kind NOT_FOUND when nothing has. */
  FileFacts look(String step, String name) throws DiskException {
    return at(step, name, path -> facts(Files.readAttributes(path, "unix:*", LinkOption.NOFOLLOW_LINKS)));
  }

  void setModified(String name, FileTime time) throws DiskException {
    at("set time of", name, path -> {
      Files.getFileAttributeView(path, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
          .setTimes(time, null, null);
      return path;
    });
  }

  void requireFile(String step, String name) throws DiskException {
    DiskName.below(step, name);
    if (!look(step, name).isFile()) {
      throw new DiskException(Kind.NOT_A_FILE, step, name, "not a regular file");
    }
  }

  void requireDirectory(String step, String name) throws DiskException {
    if (look(step, name).kind() != FileKind.DIRECTORY) {
      throw new DiskException(Kind.NOT_A_DIRECTORY, step, name, "not a directory");
    }
  }

  /** Makes durable which names a directory holds. */
  static void force(Path directory) throws IOException {
    Uninterrupted.call(() -> {
      try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
        channel.force(true);
      }
      return true;
    });
  }

  static Set<PosixFilePermission> permissions(int mode) {
    Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
    PosixFilePermission[] fromOwner = PosixFilePermission.values();
    for (int bit = 0; bit < fromOwner.length; bit++) {
      if ((mode & (0x100 >> bit)) != 0) {
        permissions.add(fromOwner[bit]);
      }
    }
    return permissions;
  }

  private static void requireShort(String step, String name, String segment) throws DiskException {
    if (Beneath.bytes(step, segment).length > DiskName.LONGEST_SEGMENT) {
      throw new DiskException(Kind.NAME_TOO_LONG, step, name, "name too long");
    }
  }

  private void requireSameWay(String step, String name, Path path) throws IOException {
    Path parent = path.equals(root) ? root : path.resolveSibling("");
    try {
      if (!parent.toRealPath().equals(parent)) {
        throw new DiskException(Kind.OTHER, step, name, "the way to it changed meanwhile");
      }
    } catch (NoSuchFileException removed) {
      throw new DiskException(Kind.NOT_FOUND, step, name, "the way to it is gone");
    }
  }

  private static FileFacts facts(Map<String, Object> attributes) {
    int mode = Math.toIntExact(number(attributes, "mode"));
    FileKind kind = switch (mode & TYPE_BITS) {
      case 0x8000 -> FileKind.FILE;
      case 0x4000 -> FileKind.DIRECTORY;
      case 0xa000 -> FileKind.SYMBOLIC_LINK;
      default -> FileKind.OTHER;
    };
    return new FileFacts(
        kind, number(attributes, "ino"), number(attributes, "size"),
        nanos(attributes, "lastModifiedTime"), nanos(attributes, "ctime"),
        mode & PERMISSION_BITS, Math.toIntExact(number(attributes, "uid")),
        Math.toIntExact(number(attributes, "nlink")), nanos(attributes, "lastAccessTime"));
  }

  private static long number(Map<String, Object> attributes, String key) {
    return attributes.get(key) instanceof Number number ? number.longValue() : 0;
  }

  private static long nanos(Map<String, Object> attributes, String key) {
    return attributes.get(key) instanceof FileTime time ? time.to(TimeUnit.NANOSECONDS) : 0;
  }
}
