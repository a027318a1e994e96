package io.cistern.domain.compaction;

import io.cistern.domain.journal.Sequence;
import java.util.Optional;

/**
 * What a checkpoint was folded from. Each switch makes the generation grow, and each segment draws a number by chance,
 * so a mirror that was switched away and back, or whose log was made anew, is no longer the same.
 *
 * @param mirror whose log it is
 * @param generation of the pointer under which it was folded
 * @param upTo the last group folded in
 * @param fence the number of the first segment behind the range
 * @param fenceSalt what that segment drew
 */
public record FoldedRange(String mirror, long generation, Sequence upTo, long fence, long fenceSalt) {
  /**
   * Why a checkpoint of this range must not be switched to.
   *
   * @param now the same of the mirror as it is: its generation, the segment that has this number, the last group
   * @return empty when it still fits
   */
  public Optional<String> stale(FoldedRange now) {
    if (!mirror.equals(now.mirror)) {
      return Optional.of("it was folded from another mirror");
    }
    if (generation != now.generation) {
      return Optional.of("the mirror has been switched to generation " + now.generation + " since it was folded under "
          + generation);
    }
    if (fence != now.fence || fenceSalt != now.fenceSalt || upTo.compareTo(now.upTo) > 0) {
      return Optional.of("the log behind " + upTo + " is not the one it was folded from");
    }
    return Optional.empty();
  }
}
