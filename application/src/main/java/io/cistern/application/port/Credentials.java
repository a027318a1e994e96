package io.cistern.application.port;

import io.cistern.domain.probe.Fingerprint;
import io.cistern.domain.probe.ProbeTarget;
import java.util.Optional;

/** What tells the credentials of homes apart, never the credentials themselves. Safe for use by many threads. */
public interface Credentials {
  /**
   * What distinguishes the credential that this would be asked with from the one before it; looked at anew each time.
   * Empty when there is none.
   */
  Optional<Fingerprint> fingerprint(ProbeTarget target);
}
