package io.cistern.fs.disk;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Who this program acts as. */
final class CurrentUser {
  private static final Path SELF = Path.of("/proc/self");

  private CurrentUser() {}

  /** The numeric id; Linux tells the effective one, other systems the real one. */
  static int id() throws DiskException {
    try {
      if (Files.exists(SELF)) {
        return (int) Files.getAttribute(SELF, "unix:uid");
      }
    } catch (IOException | UnsupportedOperationException unanswered) {
      throw new DiskException(DiskException.Kind.OTHER, "ask for the user", SELF.toString(), unanswered.toString());
    }
    return Math.toIntExact(new UnixSystem().getUid());
  }
}
