package io.cistern.domain.journal;

import io.cistern.domain.failure.Invariant;

/** The number of a committed group: 1 for the first of a mirror, one more for each that follows, never used twice. */
public record Sequence(long number) implements Comparable<Sequence> {
  /** Before the first group. */
  public static final Sequence NONE = new Sequence(0);

  public Sequence {
    Invariant.check(number >= 0, "a sequence is not negative");
  }

  public Sequence next() {
    return new Sequence(number + 1);
  }

  @Override
  public int compareTo(Sequence other) {
    return Long.compare(number, other.number);
  }

  @Override
  public String toString() {
    return "#" + number;
  }
}
