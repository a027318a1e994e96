package io.cistern.domain.probe;

import java.util.Locale;

/** What asking an account came to. */
public enum ReadingStatus {
  /** The windows are known. */
  AVAILABLE,
  /** The service could not say. */
  UNAVAILABLE,
  /** The home holds no credential to ask with. */
  NO_CREDENTIAL,
  /** The service does not take the credential. */
  INVALID_CREDENTIAL,
  /** The service has no way to say. */
  UNSUPPORTED;

  /** As programs read it: {@code no_credential}. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
