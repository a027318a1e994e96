package io.cistern.http.broker;

import io.cistern.application.port.BrokerEndpoint;
import io.cistern.application.port.WorkspaceStore;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import io.cistern.http.broker.auth.SigningKey;
import io.cistern.http.broker.auth.TokenMint;
import io.cistern.http.broker.auth.Tokens;
import io.cistern.http.broker.chaos.Chaos;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Serves a workspace over relayfile-v1. Starts as many listeners as it is asked to; each is on its own. */
public final class HttpBrokerEndpoint implements BrokerEndpoint {
  /** A request body at most: well above the 10 MiB the contract asks for (9), and kept on disk, not in memory. */
  private static final long MAX_BODY = 64L << 20;

  private final BrokerConfig config;
  private final SigningKey key;

  /** Reads the signing key, or makes one: that takes a moment. */
  public HttpBrokerEndpoint(BrokerConfig config) {
    this.config = config;
    this.key = SigningKey.in(config.stateDirectory());
  }

  /** Makes tokens that this broker accepts. */
  public TokenMint mint() {
    return new TokenMint(key, config.clock());
  }

  /**
   * Why the token in a file is none for this broker; empty when it is one.
   *
   * @throws CisternException when the file cannot be read
   */
  public Optional<String> faultOf(Path tokenFile) {
    try {
      String token = Files.readString(tokenFile).lines().findFirst().orElse("").strip();
      return switch (key.accepted(config.jwks()).judge(token, config.workspace(), config.clock().instant())) {
        case Tokens.Verdict.Accepted _ -> Optional.empty();
        case Tokens.Verdict.Refused(int _, String why) -> Optional.of(why);
      };
    } catch (IOException failed) {
      throw new CisternException(
          new Failure.LocalIo(tokenFile.toString(), "the token file " + tokenFile + " cannot be read"), failed);
    }
  }

  /** Whether others than this machine could connect; what they send and get is not encrypted then. */
  public boolean isBeyondLoopback() {
    try {
      return !InetAddress.getByName(config.address()).isLoopbackAddress();
    } catch (UnknownHostException e) {
      throw new CisternException(new Failure.Usage("cannot listen on " + config.address() + ": unknown host"), e);
    }
  }

  @Override
  public Running start(WorkspaceStore store) {
    Tokens tokens = key.accepted(config.jwks());
    Spooling spooling = new Spooling(config.stateDirectory().resolve("spool"), MAX_BODY);
    AccessLog log = AccessLog.to(config.accessLog());
    StopLatch stop = new StopLatch();
    Gate gate = new Gate(config.workspace(), tokens, config.clock());
    Desk desk = new Desk(
        gate, new Limiter(config.limits(), config.clock()), new Resources(spooling)::of, store, stop, config.clock());
    BrokerHandler handler =
        new BrokerHandler(desk, new Chaos(config.chaos(), config.clock()), stop, log, config.clock());
    try {
      return JettyListener.open(config, handler, stop, log);
    } catch (CisternException e) {
      log.close();
      throw e;
    }
  }
}
