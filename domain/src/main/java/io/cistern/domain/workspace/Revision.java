package io.cistern.domain.workspace;

import io.cistern.domain.failure.Invariant;
import java.math.BigInteger;
import java.util.regex.Pattern;

/**
 * The broker's version of one file, opaque except for order: {@code rev_<n>} by number, anything else as bytes
 * (contract 6).
 */
public record Revision(String value) implements Comparable<Revision> {
  private static final Pattern NUMBERED = Pattern.compile("rev_[0-9]{1,40}");

  public Revision {
    Invariant.check(!value.isEmpty(), "a revision is not empty");
  }

  @Override
  public int compareTo(Revision other) {
    if (isNumbered() && other.isNumbered()) {
      int byNumber = number().compareTo(other.number());
      return byNumber != 0 ? byNumber : Utf8Order.COMPARATOR.compare(value, other.value);
    }
    return Utf8Order.COMPARATOR.compare(value, other.value);
  }

  /** Whether both are numbered, and this one by the lower number; of other forms nothing is known but their order. */
  public boolean isCountedBefore(Revision other) {
    return isNumbered() && other.isNumbered() && number().compareTo(other.number()) < 0;
  }

  @Override
  public String toString() {
    return value;
  }

  private boolean isNumbered() {
    return NUMBERED.matcher(value).matches();
  }

  private BigInteger number() {
    return new BigInteger(value.substring("rev_".length()));
  }
}
