package io.cistern.fs.testing;

import io.cistern.fs.disk.Disk;
import io.cistern.fs.disk.DiskFile;
import java.util.function.Predicate;

/** Asks before each operation on a disk whether it shall happen: to leave a step out, or to act between two. */
public final class WatchedDisk {
  private WatchedDisk() {}

  /**
   * A disk that passes on what the predicate allows.
   *
   * @param allowed asked with the operation's name and the first name it works on; what is refused seems to succeed
   */
  public static Disk of(Disk disk, Predicate<String> allowed) {
    return Between.callersAnd(Disk.class, disk, (method, arguments, real) -> {
      String name = arguments.length == 0 ? "" : String.valueOf(arguments[0]);
      Object result = allowed.test(method + " " + name) ? real.go() : null;
      return result instanceof DiskFile file ? watched(file, name, allowed) : result;
    });
  }

  private static DiskFile watched(DiskFile file, String name, Predicate<String> allowed) {
    return Between.callersAnd(
        DiskFile.class, file, (method, _, real) -> allowed.test(method + " " + name) ? real.go() : null);
  }
}
