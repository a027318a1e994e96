package io.cistern.fs.disk;

import java.util.Locale;
import java.util.Optional;

/** Which numbers this machine's Linux gives to system calls, and the two flags that differ between machines. */
record Machine(
    int openat, int openat2, int mkdirat, int linkat, int renameat2, int unlinkat, int statx, int getdents64,
    int pread64, int pwrite64, int fsync, int fdatasync, int syncfs, int ftruncate, int utimensat, int fallocate,
    int fchmod, int fchmodat2, int fcntl, int close, int fstatfs, int clockGettime, int directoryFlag,
    int noFollowFlag) {
  private static final Machine X86_64 = new Machine(
      257, 437, 258, 265, 316, 263, 332, 217,
      17, 18, 74, 75, 306, 77, 280, 285,
      91, 452, 72, 3, 138, 228, 0x10000, 0x20000);
  private static final Machine ARM_64 = new Machine(
      56, 437, 34, 37, 276, 35, 291, 61,
      67, 68, 82, 83, 267, 46, 88, 47,
      52, 452, 25, 57, 44, 113, 0x4000, 0x8000);

  /** Empty on a machine whose system calls we do not know. */
  static Optional<Machine> here() {
    if (!System.getProperty("os.name", "").equals("Linux")) {
      return Optional.empty();
    }
    return switch (System.getProperty("os.arch", "").toLowerCase(Locale.ROOT)) {
      case "amd64", "x86_64" -> Optional.of(X86_64);
      case "aarch64", "arm64" -> Optional.of(ARM_64);
      default -> Optional.empty();
    };
  }
}
