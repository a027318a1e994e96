package io.cistern.domain.budget;

import io.cistern.domain.failure.Invariant;
import java.time.Duration;
import java.time.Instant;

/**
 * A time to wait that began at a moment. Within one era only the steady clock counts, so that setting the wall clock moves
 * nothing. After a restart of the machine the wall clock is all there is: forwards it is believed; backwards it is not,
 * and the whole time begins again. What is left is never more than the whole, so nothing is held for ever. A term that is
 * written anew whenever the wall clock was set is misled only by what happened to that clock after the last look.
 *
 * @param length at most {@link #LONGEST}
 */
public record Term(Clocks began, Duration length) {
  /** Longer than any window that is sold; a broker that says more, or a file that does, is mistaken or hostile. */
  public static final Duration LONGEST = Duration.ofDays(31);

  /** Longer than any process is stopped between a look at the clock and one at the file. */
  private static final Duration A_MOMENT = Duration.ofDays(1);

  /** A wall clock that is off by more was set; one that is being corrected gains or loses a second in half an hour. */
  private static final Duration A_CORRECTION = Duration.ofSeconds(1);

  public Term {
    Invariant.check(!length.isNegative(), "a wait is not negative");
    length = length.compareTo(LONGEST) < 0 ? length : LONGEST;
  }

  /** Until a moment of the wall clock as it is now. */
  static Term until(Instant end, Clocks now) {
    return new Term(now, end.isAfter(now.wall()) ? capped(now.wall(), end) : Duration.ZERO);
  }

  /** What is left of it, never negative and never more than the whole. */
  public Duration left(Clocks now) {
    Duration passed = now.era().equals(began.era())
        ? now.steady().minus(began.steady())
        : Duration.between(began.wall(), now.wall());
    if (passed.isNegative()) {
      return length;
    }
    return passed.compareTo(length) < 0 ? length.minus(passed) : Duration.ZERO;
  }

  public boolean over(Clocks now) {
    return left(now).isZero();
  }

  /** When it is over, if the wall clock goes on from here. */
  public Instant endsAt(Clocks now) {
    return now.wall().plus(left(now));
  }

  /**
   * Whether it began in another era, or in a future that this one cannot know of, or before the wall clock was set. A
   * moment ahead is no future: whoever looks may have read the clock before somebody else began the term.
   */
  boolean isStale(Clocks now) {
    return !now.era().equals(began.era()) || began.steady().minus(now.steady()).compareTo(A_MOMENT) > 0
        || wasSetSince(now);
  }

  /** Whoever read the clock before the term began knows nothing of that, and would shorten it. */
  private boolean wasSetSince(Clocks now) {
    Duration passed = now.steady().minus(began.steady());
    return !passed.isNegative()
        && Duration.between(began.wall(), now.wall()).minus(passed).abs().compareTo(A_CORRECTION) > 0;
  }

  /** The same as of now and in the present era, so that what the wall clock did since it began is of no account. */
  Term rebased(Clocks now) {
    return isStale(now) ? new Term(now, left(now)) : this;
  }

  /** Whichever is over later. */
  Term orLater(Term other, Clocks now) {
    boolean comparable = began.era().equals(other.began.era());
    Duration ahead = comparable ? other.end().minus(end()) : other.left(now).minus(left(now));
    return ahead.isPositive() ? other : this;
  }

  private Duration end() {
    return began.steady().plus(length);
  }

  private static Duration capped(Instant from, Instant to) {
    Instant latest = from.plus(LONGEST);
    return Duration.between(from, to.isBefore(latest) ? to : latest);
  }
}
