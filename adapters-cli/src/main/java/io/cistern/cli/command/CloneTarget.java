package io.cistern.cli.command;

import io.cistern.application.port.MirrorIdentity;
import io.cistern.cli.settings.TokenOrigin;
import io.cistern.cli.wiring.MirrorSession;
import io.cistern.cli.wiring.Place;
import io.cistern.cli.wiring.RemoteAccess;
import io.cistern.cli.wiring.Remotes;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.workspace.WorkspacePath;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** The directory that {@code clone} makes a mirror. */
final class CloneTarget {
  private final Invocation invocation;

  CloneTarget(Invocation invocation) {
    this.invocation = invocation;
  }

  /** Which mirror is there already. */
  Optional<MirrorIdentity> identity(Path root) {
    if (!MirrorFinder.isMirror(root)) {
      return Optional.empty();
    }
    MirrorFinder.requireOwn(root);
    try (MirrorSession session = MirrorSession.open(root, "clone", invocation.surroundings())) {
      return Optional.of(session.identity());
    } catch (CisternException half) {
      if (half.failure() instanceof Failure.NoMirror) {
        return Optional.empty();
      }
      throw half;
    }
  }

  /** The workspace's name, for want of another. */
  Path nameOf(Optional<String> url, RemoteOptions options) {
    // The token plays no part in the name.
    TokenOrigin none = new TokenOrigin.Variable("");
    String name = url.isPresent()
        ? Remotes.access(url.get(), none, true).workspace().value()
        : options.workspace().orElseThrow(() -> new CisternException(new Failure.Usage(
            "name the workspace: http(s)://host[:port]/v1/workspaces/WORKSPACE, or --base-url and --workspace")));
    return Path.of(name);
  }

  /** Refuses a directory that is something else; changes nothing. */
  void check(Path root, RemoteAccess access, String part, boolean adopt) {
    Optional<MirrorIdentity> known = identity(root);
    if (known.isPresent()) {
      requireSame(root, known.get(), access, part);
    } else if (Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
      requireRoom(root, adopt);
    }
  }

  /** Says, or refuses, when the file system does not keep its names over a power cut. */
  void judgeDisk(Path root, boolean requireDurable) {
    Place place = Place.at(existing(root));
    if (place.durable()) {
      return;
    }
    String message = root + " is on " + place.fileSystem()
        + ", which survives a killed process, but not surely a power cut";
    if (requireDurable) {
      throw new CisternException(new Failure.Usage("--require-durable: " + message));
    }
    if (identity(root).isEmpty()) {
      invocation.printer().warn(message);
    }
  }

  /** Makes the directory where it is missing. */
  void make(Path root) {
    try {
      Files.createDirectories(root);
    } catch (IOException failed) {
      throw new CisternException(
          new Failure.LocalIo(root.toString(), "cannot make the directory " + root + ": " + reason(failed)), failed);
    }
  }

  /** The system's words, without the path that they begin with; the JDK has none for the usual causes. */
  private static String reason(IOException failed) {
    return switch (failed) {
      case AccessDeniedException _ -> "permission denied";
      case NoSuchFileException _ -> "there is nothing to make it in";
      case FileAlreadyExistsException _ -> "something else has the name";
      case FileSystemException told when told.getReason() != null -> told.getReason();
      default -> failed.getClass().getSimpleName();
    };
  }

  private static void requireSame(Path root, MirrorIdentity known, RemoteAccess access, String part) {
    boolean same = known.baseUrl().equals(access.baseUrl())
        && known.workspace().equals(access.workspace())
        && known.root().equals(part);
    if (!same) {
      throw new CisternException(new Failure.Usage(root + " mirrors " + known.root() + " of workspace "
          + known.workspace() + " at " + known.baseUrl() + ", not this one"));
    }
  }

  private static void requireRoom(Path root, boolean adopt) {
    if (!Files.isDirectory(root)) {
      throw new CisternException(new Failure.Usage(root + " is no directory"));
    }
    Path control = root.resolve(WorkspacePath.CONTROL_DIRECTORY);
    if (Files.exists(control, LinkOption.NOFOLLOW_LINKS) && !Files.isDirectory(control, LinkOption.NOFOLLOW_LINKS)) {
      throw new CisternException(new Failure.Usage(control + " is no directory; name another place for the mirror"));
    }
    if (!adopt && holdsFiles(root)) {
      throw new CisternException(new Failure.Usage(
          root + " holds files and is no mirror; name another directory, or take the files over with --adopt"));
    }
  }

  private static boolean holdsFiles(Path root) {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(
        root, entry -> !WorkspacePath.CONTROL_DIRECTORY.equals(String.valueOf(entry.getFileName())))) {
      return entries.iterator().hasNext();
    } catch (IOException unreadable) {
      throw new CisternException(
          new Failure.LocalIo(root.toString(), "cannot look into " + root + ": " + unreadable.getMessage()),
          unreadable);
    }
  }

  /** A new directory lies on the file system of the one that it will be made in. */
  private static Path existing(Path root) {
    Path at = root;
    while (!Files.isDirectory(at) && at.getParent() != null) {
      at = at.getParent();
    }
    return at;
  }
}
