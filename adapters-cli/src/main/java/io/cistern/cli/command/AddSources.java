package io.cistern.cli.command;

import io.cistern.application.mutate.add.AddRoot;
import io.cistern.cli.settings.Surroundings;
import io.cistern.cli.wiring.MirrorSession;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.workspace.WorkspacePath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Local files and directories as a person names them, and where each goes in the mirror. What lies in the mirror itself
 * is registered where it lies, unless it is to go elsewhere. No symbolic link is followed in a last segment.
 */
final class AddSources {
  private final MirrorSession session;
  private final Surroundings surroundings;
  private final Path mirror;

  AddSources(MirrorSession session, Surroundings surroundings) {
    this.session = session;
    this.surroundings = surroundings;
    this.mirror = real(session.root());
  }

  /**
   * In the order given.
   *
   * @param to where they go, as a full name of the mirror; empty where the person did not say
   * @param here where the person is in the mirror
   */
  List<AddRoot> roots(List<String> arguments, Optional<String> to, String here) {
    String directory = to.orElse(here);
    boolean contents = arguments.size() == 1;
    List<AddRoot> roots = new ArrayList<>();
    for (String argument : arguments) {
      Path at = place(argument);
      roots.add(at.startsWith(mirror)
          ? inside(argument, at, to, contents)
          : outside(argument, at, prefix(directory), contents));
    }
    return roots;
  }

  private AddRoot inside(String argument, Path at, Optional<String> to, boolean contents) {
    String name = name(mirror.relativize(at));
    if (name.equals(WorkspacePath.CONTROL_DIRECTORY) || name.startsWith(WorkspacePath.CONTROL_DIRECTORY + "/")) {
      throw usage(argument + " belongs to Cistern itself");
    }
    boolean isDirectory = isDirectory(at);
    String own = isDirectory ? prefix("/" + name) : prefix("/" + parent(name));
    String target = to.map(AddSources::prefix)
        .map(directory -> isDirectory && !contents ? directory + "/" + at.getFileName() : directory)
        .orElse(own);
    return new AddRoot(session.source(mirror), name, target, target.equals(own));
  }

  private AddRoot outside(String argument, Path at, String directory, boolean contents) {
    if (mirror.startsWith(at)) {
      throw usage(argument + " contains the mirror itself");
    }
    if (isDirectory(at)) {
      String target = contents ? directory : directory + "/" + at.getFileName();
      return new AddRoot(session.source(at), "", target, false);
    }
    return new AddRoot(session.source(parent(at)), String.valueOf(at.getFileName()), directory, false);
  }

  private Path place(String argument) {
    if (argument.isEmpty()) {
      throw usage("a source is empty");
    }
    Path absolute = surroundings.resolve(Path.of(argument)).toAbsolutePath().normalize();
    if (!Files.exists(absolute, LinkOption.NOFOLLOW_LINKS)) {
      throw usage(argument + ": no such file or directory");
    }
    Path leaf = absolute.getFileName();
    return leaf == null ? absolute : real(parent(absolute)).resolve(leaf);
  }

  private static boolean isDirectory(Path at) {
    return Files.isDirectory(at, LinkOption.NOFOLLOW_LINKS);
  }

  private static Path parent(Path path) {
    Path parent = path.getParent();
    return parent == null ? path : parent;
  }

  private static String parent(String name) {
    return name.substring(0, Math.max(0, name.lastIndexOf('/')));
  }

  private static String name(Path relative) {
    List<String> segments = new ArrayList<>();
    relative.forEach(segment -> segments.add(segment.toString()));
    return String.join("/", segments);
  }

  /** A directory as what names below it begin with: nothing for the root. */
  private static String prefix(String directory) {
    return directory.equals("/") ? "" : directory;
  }

  private static Path real(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException failed) {
      throw new CisternException(
          new Failure.LocalIo(path.toString(), path + " cannot be read: " + failed.getMessage()), failed);
    }
  }

  private static CisternException usage(String message) {
    return new CisternException(new Failure.Usage(message));
  }
}
