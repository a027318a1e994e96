package io.cistern.cli.settings;

import io.cistern.domain.probe.HomeName;
import io.cistern.domain.probe.ProviderName;
import java.util.Optional;

/**
 * A command of the user's own that answers what an account has left at some service.
 *
 * @param home the one home that it is for; empty when it can be asked for all of them
 */
public record ProbeCommand(ProviderName provider, String line, Optional<HomeName> home) {
  /** Whether a home can be asked about it. */
  public boolean isFor(HomeName other) {
    return home.isEmpty() || home.get().equals(other);
  }
}
