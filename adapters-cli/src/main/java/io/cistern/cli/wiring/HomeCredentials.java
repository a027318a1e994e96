package io.cistern.cli.wiring;

import io.cistern.application.port.Credentials;
import io.cistern.cli.homes.HomeDirectory;
import io.cistern.cli.settings.ProbeCommand;
import io.cistern.domain.probe.Fingerprint;
import io.cistern.domain.probe.ProbeTarget;
import io.cistern.domain.probe.ProviderName;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** A broker is asked with what the home holds; a command has credentials of its own, and is told apart by its text. */
final class HomeCredentials implements Credentials {
  private final HomeDirectory homes;
  private final List<ProbeCommand> commands;

  HomeCredentials(HomeDirectory homes, List<ProbeCommand> commands) {
    this.homes = homes;
    this.commands = List.copyOf(commands);
  }

  @Override
  public Optional<Fingerprint> fingerprint(ProbeTarget target) {
    if (target.provider().equals(ProviderName.BROKER)) {
      return homes.fingerprint(target.home());
    }
    return commands.stream()
        .filter(command -> command.provider().equals(target.provider()) && command.isFor(target.home()))
        .map(command -> hash(command.line()))
        .findFirst();
  }

  private static Fingerprint hash(String line) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(line.getBytes(StandardCharsets.UTF_8));
      return new Fingerprint(HexFormat.of().formatHex(hash));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java has SHA-256", impossible);
    }
  }
}
