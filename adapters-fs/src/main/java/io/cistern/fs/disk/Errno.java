package io.cistern.fs.disk;

import io.cistern.fs.disk.DiskException.Kind;

/** Linux's error numbers, as far as anyone decides on them or people need their names. */
enum Errno {
  EPERM(1, Kind.NO_ACCESS, "operation not permitted"),
  ENOENT(2, Kind.NOT_FOUND, "no such file or directory"),
  EINTR(4, Kind.OTHER, "interrupted"),
  EIO(5, Kind.OTHER, "input/output error"),
  ENXIO(6, Kind.NOT_A_FILE, "no such device or address"),
  EBADF(9, Kind.OTHER, "bad file descriptor"),
  EAGAIN(11, Kind.OTHER, "try again"),
  EACCES(13, Kind.NO_ACCESS, "permission denied"),
  EBUSY(16, Kind.OTHER, "busy"),
  EEXIST(17, Kind.EXISTS, "exists already"),
  EXDEV(18, Kind.OTHER, "on another file system"),
  ENODEV(19, Kind.NOT_A_FILE, "no such device"),
  ENOTDIR(20, Kind.NOT_A_DIRECTORY, "not a directory"),
  EISDIR(21, Kind.NOT_A_FILE, "is a directory"),
  EINVAL(22, Kind.OTHER, "invalid argument"),
  ENFILE(23, Kind.TOO_MANY_OPEN, "too many open files in the system"),
  EMFILE(24, Kind.TOO_MANY_OPEN, "too many open files"),
  EFBIG(27, Kind.OTHER, "file too large"),
  ENOSPC(28, Kind.NO_SPACE, "no space left"),
  EROFS(30, Kind.NO_ACCESS, "read-only file system"),
  EMLINK(31, Kind.OTHER, "too many links"),
  ENAMETOOLONG(36, Kind.NAME_TOO_LONG, "name too long"),
  ENOSYS(38, Kind.OTHER, "not known to this system"),
  ENOTEMPTY(39, Kind.NOT_EMPTY, "directory not empty"),
  ELOOP(40, Kind.NOT_A_DIRECTORY, "symbolic link"),
  EOPNOTSUPP(95, Kind.OTHER, "not supported here"),
  ESTALE(116, Kind.OTHER, "stale file handle"),
  EDQUOT(122, Kind.NO_SPACE, "disk quota exceeded");

  private final int number;
  private final Kind kind;
  private final String words;

  Errno(int number, Kind kind, String words) {
    this.number = number;
    this.kind = kind;
    this.words = words;
  }

  /** Whether a system call's result is this error. */
  boolean is(long result) {
    return result == -number;
  }

  /** The kind of a system call's negative result. */
  static Kind kind(long result) {
    for (Errno errno : values()) {
      if (errno.is(result)) {
        return errno.kind;
      }
    }
    return Kind.OTHER;
  }

  /** A system call's negative result in words. */
  static String words(long result) {
    for (Errno errno : values()) {
      if (errno.is(result)) {
        return errno.words + " (" + errno + ")";
      }
    }
    return "error " + -result;
  }

  static DiskException failure(long result, String step, String name) {
    return new DiskException(kind(result), step, name, words(result));
  }
}
