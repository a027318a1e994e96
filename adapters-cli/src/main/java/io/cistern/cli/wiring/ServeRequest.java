package io.cistern.cli.wiring;

import io.cistern.domain.workspace.WorkspaceId;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What to serve and how.
 *
 * @param directory the directory to serve
 * @param state where the broker keeps what is not content; made when absent
 * @param tokenFile made when absent
 * @param address what to listen on
 * @param port 0 for a free one
 * @param extras what most runs do without
 */
public record ServeRequest(
    Path directory, WorkspaceId workspace, Path state, Path tokenFile, String address, int port, Extras extras) {
  /** The loopback address, which nobody beyond this machine can reach. */
  public static final String LOOPBACK = "127.0.0.1";

  /**
   * What most runs do without.
   *
   * @param jwks public keys of foreign issuers
   * @param accessLog a file that gets a line per request
   * @param chaos rules that make the broker misbehave
   * @param limits what each token may use up
   */
  public record Extras(
      Optional<Path> jwks, Optional<Path> accessLog, Optional<String> chaos, Optional<String> limits) {
    public static final Extras NONE =
        new Extras(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
  }
}
