package io.cistern.domain.manifest;

/**
 * How a file looked when it was published or last hashed; a file that still looks so has not been edited.
 *
 * @param inode its inode; differs in a copied mirror, which then hashes once
 * @param size bytes
 * @param modified mtime, nanoseconds since the epoch
 * @param changed ctime, nanoseconds since the epoch
 * @param racy whether the look was so soon after the change that another write could share its time stamps; such a
 *     memo proves nothing and the file is hashed (the racy rule of git's index)
 */
public record Memo(long inode, long size, long modified, long changed, boolean racy) {
  /**
   * Kernels stamp files with the time of the last timer tick, 10 ms apart at the slowest rate Linux offers (HZ=100);
   * doubled, because the look's own clock is not the kernel's.
   */
  public static final long TICK_NANOS = 20_000_000;

  /** The memo of a file as it looks at {@code now}, nanoseconds since the epoch. */
  public static Memo lookedAt(long inode, long size, long modified, long changed, long now) {
    return new Memo(inode, size, modified, changed, now - changed < TICK_NANOS);
  }

  /** Whether a file that looks like {@code seen} is certainly the one remembered, so that hashing it is needless. */
  public boolean proves(Memo seen) {
    return !racy && sameLook(seen);
  }

  /** Whether nothing about the file looks different; proves something only unless {@link #racy}. */
  public boolean sameLook(Memo seen) {
    return inode == seen.inode && size == seen.size && modified == seen.modified && changed == seen.changed;
  }
}
