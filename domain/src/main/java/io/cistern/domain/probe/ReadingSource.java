package io.cistern.domain.probe;

import java.util.Locale;

/** Where a reading comes from. */
public enum ReadingSource {
  /** The service said so when it was asked. */
  BROKER,
  /** Learned from headers and answers of other requests. */
  OBSERVED,
  /** A command of the home's own said so. */
  COMMAND;

  /** As programs read it: {@code observed}. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
