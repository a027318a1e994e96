package io.cistern.domain.probe;

import java.time.Duration;

/**
 * How many helper processes there may be, and how long they stay.
 *
 * @param perHome warm helpers of one home, at least 1
 * @param inAll processes at once, warm ones and one-shots of all homes together; never less than {@code perHome}, or
 *     the one bound would make the other one's paths unreachable
 * @param idle how long a helper waits for another question before it is ended
 */
public record PoolLimits(int perHome, int inAll, Duration idle) {
  /** Two at a time keep a home warm while one is asked; eight bound what many homes cost a small machine. */
  public static final PoolLimits DEFAULT = new PoolLimits(2, 8, Duration.ofMinutes(5));

  public PoolLimits {
    perHome = Math.max(1, perHome);
    inAll = Math.max(perHome, inAll);
  }
}
