package io.cistern.fs.log;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import io.cistern.fs.disk.Disk;
import io.cistern.fs.disk.DiskException;
import io.cistern.fs.disk.DiskFile;
import java.util.Optional;

/**
 * Makes things durable, and remembers for the life of this object when that, or a write that may be visible, has failed:
 * from then on nothing is written any more (invariant I12). Safe for use by many threads.
 */
final class Forces {
  private final Disk disk;

  @GuardedBy("this")
  private Optional<String> failure = Optional.empty();

  Forces(Disk disk) {
    this.disk = disk;
  }

  synchronized void refuseIfTainted() {
    if (failure.isPresent()) {
      throw new CisternException(new Failure.MirrorTainted(
          "this process writes no more to the mirror since " + failure.get() + "; run the command again"));
    }
  }

  void file(DiskFile file) {
    try {
      file.force();
    } catch (DiskException failed) {
      throw taint(failed);
    }
  }

  void directory(String name) {
    try {
      disk.forceDirectory(name);
    } catch (DiskException failed) {
      throw taint(failed);
    }
  }

  /** The disk failed at a point where nobody can say what it kept. */
  synchronized CisternException taint(DiskException cause) {
    if (failure.isEmpty()) {
      failure = Optional.of("a write or force failed (" + cause.getMessage() + ")");
    }
    return new CisternException(
        new Failure.MirrorTainted("could not make the mirror durable: " + cause.getMessage()), cause);
  }
}
