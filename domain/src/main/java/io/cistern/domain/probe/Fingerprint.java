package io.cistern.domain.probe;

import io.cistern.domain.failure.Invariant;
import java.util.regex.Pattern;

/** Tells one credential of a home from the next, and nothing about either: a hash, in lower-case hex. */
public record Fingerprint(String hex) {
  private static final Pattern USABLE = Pattern.compile("[0-9a-f]{64}");

  public Fingerprint {
    Invariant.check(USABLE.matcher(hex).matches(), "a fingerprint is a SHA-256 in hex");
  }
}
