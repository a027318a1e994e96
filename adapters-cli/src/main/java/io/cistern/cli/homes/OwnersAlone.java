package io.cistern.cli.homes;

import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/**
 * Refuses a place for secrets that is not its owner's alone, as ssh does with keys: a secret that others can read is
 * none any more, and one that others can write may be somebody else's.
 */
final class OwnersAlone {
  private static final int OTHERS = 077;

  private OwnersAlone() {}

  /** Takes a directory of ours, mode 0700 or narrower, that is no link. */
  static void requireDirectory(Path directory) throws IOException {
    require(directory, Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS), "directory", "700");
  }

  /** Takes a file of ours, mode 0600 or narrower, that is no link. */
  static void requireFile(Path file) throws IOException {
    require(file, Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS), "file", "600");
  }

  private static void require(Path path, boolean isKind, String kind, String mode) throws IOException {
    if (Files.isSymbolicLink(path)) {
      throw refused(path + " is a symbolic link; a credential home follows none");
    }
    if (!isKind) {
      throw refused(path + " is no " + kind);
    }
    if (!OwnUser.owns(path)) {
      throw refused(path + " belongs to another user");
    }
    if (((int) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS) & OTHERS) != 0) {
      throw refused(path + " is open to others: chmod " + mode + " it");
    }
  }

  private static CisternException refused(String message) {
    return new CisternException(new Failure.Config(message));
  }
}
