package io.cistern.application.port;

/**
 * Looks at a mirror without a lock, without recovery and without writing: never blocked and never blocking (see
 * {@code docs/commit-path.md}).
 */
public interface MirrorReader {
  /**
   * The committed state as of now, in whole groups.
   *
   * @throws io.cistern.domain.failure.CisternException {@code MirrorDamaged} when it does not read back
   */
  View read();

  /**
   * One committed state.
   *
   * @param recoveryDue whether groups are committed and not retired, so that the next writing command finishes them
   * @param size of the log and its checkpoint
   */
  record View(Manifest manifest, boolean recoveryDue, Compactor.Size size) {
    /** Bytes of the log behind the checkpoint. */
    public long logBytes() {
      return size.logBytes();
    }
  }
}
