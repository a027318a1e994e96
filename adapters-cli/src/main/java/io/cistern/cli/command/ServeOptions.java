package io.cistern.cli.command;

import io.cistern.cli.settings.Surroundings;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.workspace.WorkspaceId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What {@code serve} and {@code serve token} must agree on. Filled by the parser, then only read. */
final class ServeOptions {
  /** Enough of a hash to tell the directories of one user apart. */
  private static final int HASH_BYTES = 8;

  @Parameters(paramLabel = "DIR", arity = "0..1", description = "the directory to serve")
  private Optional<Path> directory = Optional.empty();

  @Option(names = "--workspace", paramLabel = "NAME", description = "what to call it (default: the directory's name)")
  private Optional<String> workspace = Optional.empty();

  @Option(
      names = "--state-dir",
      paramLabel = "DIR",
      description = "where to keep revisions, events and the key (default: below $XDG_STATE_HOME/cistern/serve)")
  private Optional<Path> stateDir = Optional.empty();

  /** The directory itself, links followed, so that it has one state whatever it is called. */
  Path directory(Surroundings surroundings) {
    Path named = directory.map(surroundings::resolve)
        .orElseThrow(() -> new CisternException(new Failure.Usage("the directory to serve is missing")));
    try {
      return named.toRealPath();
    } catch (IOException absent) {
      throw new CisternException(new Failure.Usage("there is no directory " + named), absent);
    }
  }

  WorkspaceId workspace(Surroundings surroundings) {
    String name = workspace.orElseGet(
        () -> Optional.ofNullable(directory(surroundings).getFileName()).map(Path::toString).orElse("workspace"));
    return WorkspaceId.parse(name)
        .orElseThrow(() -> new CisternException(new Failure.Usage("\"" + name + "\" can be no workspace's name")));
  }

  Path state(Surroundings surroundings) {
    return stateDir.map(surroundings::resolve)
        .orElseGet(() -> surroundings.stateHome().resolve("serve").resolve(hash(directory(surroundings).toString())));
  }

  /** A token is good for one workspace, so each name that a directory is served under has its own file. */
  String tokenName() {
    return workspace.map(name -> "token-" + hash(name)).orElse("token");
  }

  private static String hash(String text) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, HASH_BYTES);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform has SHA-256", impossible);
    }
  }
}
