package io.cistern.domain.quota;

import io.cistern.domain.failure.Invariant;

/**
 * How many bytes of content may be here. What counts is what the remote has, too: hydrated files, and what is set aside
 * for files that are on their way.
 */
public record DiskBudget(long bytes) {
  /** Of what is asked for beyond one file's need, so that the mirror lock is taken once for many small files. */
  private static final long LARGEST_SPARE = 4L << 20;

  /** A spare this small against the budget never keeps another process from much. */
  private static final int SPARE_SHARE = 64;

  /** What is made free beyond the need, so that one look at all files serves many fetches. */
  private static final int SLACK_SHARE = 16;

  public DiskBudget {
    Invariant.check(bytes > 0, "a budget of nothing is no budget");
  }

  /**
   * How much is missing for a wish; 0 when it fits.
   *
   * @param here bytes of hydrated files
   * @param setAside by all living processes
   */
  public long missing(long here, long setAside, long wanted) {
    return Math.max(0, here + setAside + wanted - bytes);
  }

  /** What to set aside beyond a wish that fits; never more than there is. */
  public long spare(long here, long setAside, long wanted) {
    long free = bytes - here - setAside - wanted;
    return Math.max(0, Math.min(free, Math.min(LARGEST_SPARE, bytes / SPARE_SHARE)));
  }

  /** How much to make free where so much is missing: down to a low-water mark. */
  public long toFree(long missing) {
    return missing + bytes / SLACK_SHARE;
  }
}
