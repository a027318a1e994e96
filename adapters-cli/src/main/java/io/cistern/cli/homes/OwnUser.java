package io.cistern.cli.homes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** Who runs this program, as far as files tell: the JDK does not tell the user's number, but whatever we make belongs to it. */
public final class OwnUser {
  private OwnUser() {}

  /** Whether the path itself, no link followed, belongs to them. */
  public static boolean owns(Path path) throws IOException {
    return number().equals(Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS));
  }

  private static Object number() throws IOException {
    Path own = Path.of("/proc/self");
    if (Files.exists(own)) {
      return Files.getAttribute(own, "unix:uid");
    }
    Path probe = Files.createTempFile("cistern-", ".probe");
    try {
      return Files.getAttribute(probe, "unix:uid");
    } finally {
      Files.deleteIfExists(probe);
    }
  }
}
