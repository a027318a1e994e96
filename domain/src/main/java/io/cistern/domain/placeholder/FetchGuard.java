package io.cistern.domain.placeholder;

import io.cistern.domain.failure.Failure;
import io.cistern.domain.failure.Failure.Guard;
import io.cistern.domain.manifest.PathEntry;
import io.cistern.domain.manifest.PathState;
import java.util.Optional;

/**
 * Which files are not to be fetched, whatever the remote would answer.
 *
 * @param maxBytes the largest file that is fetched; zero or negative for no bound
 * @param probeBytes how much of a file's beginning tells text from binary; zero or negative means the default
 * @param textOnly whether binary files are left out
 */
public record FetchGuard(long maxBytes, int probeBytes, boolean textOnly) {
  /** As much as version control looks at. */
  public static final int DEFAULT_PROBE_BYTES = 8000;

  /** Keeps nothing away. */
  public static final FetchGuard NONE = new FetchGuard(0, 0, false);

  private static final String BINARY = "binary, and only text is fetched unasked (hydrate.profile)";

  public FetchGuard {
    probeBytes = probeBytes > 0 ? probeBytes : DEFAULT_PROBE_BYTES;
  }

  /** The same for what a person named: whether it is text is their business. */
  public FetchGuard named() {
    return new FetchGuard(maxBytes, probeBytes, false);
  }

  /** What keeps this file away before anything was asked; empty when nothing does. */
  public Optional<Failure> before(PathEntry wanted) {
    if (wanted.state() == PathState.QUARANTINED) {
      return Optional.of(new Failure.Guarded(
          Guard.UNMAPPABLE, wanted.name(), wanted.name() + ": this file system cannot hold the name"));
    }
    return tooLarge(wanted.name(), wanted.size());
  }

  /** What keeps a file of this size away. */
  public Optional<Failure> tooLarge(String name, long size) {
    return maxBytes > 0 && size > maxBytes
        ? Optional.of(new Failure.Guarded(
            Guard.TOO_LARGE, name, name + ": larger than hydrate.max-open-bytes allows (" + maxBytes + " bytes)"))
        : Optional.empty();
  }

  /**
   * What keeps a file away that begins so.
   *
   * @param start its first bytes, at most {@link #probeBytes}; all of them where it is shorter
   */
  public Optional<Failure> binary(String name, byte[] start) {
    if (textOnly) {
      for (byte one : start) {
        if (one == 0) {
          return Optional.of(new Failure.Guarded(Guard.BINARY, name, name + ": " + BINARY));
        }
      }
    }
    return Optional.empty();
  }

  /** Whether the entry remembers that this revision is binary, so that it need not be asked for again. */
  public boolean knowsAsBinary(PathEntry entry) {
    return textOnly && entry.reason().filter(reason -> reason.endsWith(BINARY)).isPresent();
  }
}
