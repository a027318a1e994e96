package io.cistern.http.broker;

import io.cistern.domain.budget.LimitSpec;
import io.cistern.domain.workspace.WorkspaceId;
import io.cistern.http.broker.chaos.ChaosSpec;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;

/**
 * How a broker is set up. {@link #local} has everything that is needed; the other methods change one thing each.
 *
 * @param workspace the one workspace served
 * @param stateDirectory private room for the signing key and for long request bodies; created when absent
 * @param address what to listen on; anything but loopback speaks plain http to a network
 * @param port 0 for a free one
 * @param jwks a file with the public keys of foreign issuers
 * @param accessLog a file that gets a line per request
 * @param limits what each token's subject may use up
 */
public record BrokerConfig(
    WorkspaceId workspace,
    Path stateDirectory,
    String address,
    int port,
    Optional<Path> jwks,
    Optional<Path> accessLog,
    ChaosSpec chaos,
    LimitSpec limits,
    InstantSource clock) {
  /** On a free port of the loopback address, without log, chaos or limits. */
  public static BrokerConfig local(WorkspaceId workspace, Path stateDirectory) {
    return new BrokerConfig(workspace, stateDirectory, "127.0.0.1", 0, Optional.empty(), Optional.empty(),
        ChaosSpec.none(), LimitSpec.none(), InstantSource.system());
  }

  public BrokerConfig withAddress(String other, int otherPort) {
    return new BrokerConfig(workspace, stateDirectory, other, otherPort, jwks, accessLog, chaos, limits, clock);
  }

  public BrokerConfig withJwks(Path file) {
    return new BrokerConfig(workspace, stateDirectory, address, port, Optional.of(file), accessLog, chaos, limits,
        clock);
  }

  public BrokerConfig withAccessLog(Path file) {
    return new BrokerConfig(workspace, stateDirectory, address, port, jwks, Optional.of(file), chaos, limits, clock);
  }

  public BrokerConfig withChaos(ChaosSpec spec) {
    return new BrokerConfig(workspace, stateDirectory, address, port, jwks, accessLog, spec, limits, clock);
  }

  public BrokerConfig withLimits(LimitSpec spec) {
    return new BrokerConfig(workspace, stateDirectory, address, port, jwks, accessLog, chaos, spec, clock);
  }

  public BrokerConfig withClock(InstantSource other) {
    return new BrokerConfig(workspace, stateDirectory, address, port, jwks, accessLog, chaos, limits, other);
  }
}
