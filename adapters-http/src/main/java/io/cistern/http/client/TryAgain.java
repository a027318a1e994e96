package io.cistern.http.client;

import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;

/** Worth another try; carries what to say when there is none left. */
final class TryAgain extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Failure.Remote remote;

  TryAgain(Failure.Remote remote) {
    super(remote.message(), null, false, false);
    this.remote = remote;
  }

  Failure.Remote remote() {
    return remote;
  }

  CisternException failure() {
    return new CisternException(remote);
  }
}
