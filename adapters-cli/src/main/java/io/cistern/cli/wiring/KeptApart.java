package io.cistern.cli.wiring;

import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Keeps what a broker writes for itself out of the directory that it serves: every client could read it there. */
public final class KeptApart {
  /** More links in a row than any system follows. */
  private static final int MOST_LINKS = 40;

  private KeptApart() {}

  /**
   * Refuses a place inside, links followed, whether anything is there yet or not.
   *
   * @param what names the place in the message
   * @param option what to name another place with
   * @throws CisternException {@code Usage} when it lies in the directory to serve
   */
  public static void require(Path served, Path own, String what, String option) {
    try {
      if (real(own.toAbsolutePath().normalize(), MOST_LINKS).startsWith(served.toRealPath())) {
        throw new CisternException(new Failure.Usage("the " + what + " " + own + " lies in " + served
            + ", which clients will read; name a place outside with " + option));
      }
    } catch (IOException failed) {
      throw new CisternException(
          new Failure.LocalIo(own.toString(), "cannot look at " + own + ": " + failed.getMessage()), failed);
    }
  }

  /** Where a path leads, as far as it exists; a link that leads nowhere yet would be followed by whoever writes. */
  private static Path real(Path path, int links) throws IOException {
    Path parent = path.getParent();
    if (Files.exists(path) || parent == null) {
      return path.toRealPath();
    }
    if (Files.isSymbolicLink(path)) {
      if (links == 0) {
        throw new IOException("too many symbolic links");
      }
      return real(parent.resolve(Files.readSymbolicLink(path)).normalize(), links - 1);
    }
    return real(parent, links).resolve(path.getFileName());
  }
}
