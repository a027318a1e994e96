package io.cistern.domain.failure;

/** States what must hold; always on, unlike {@code assert}. */
public final class Invariant {
  private Invariant() {}

  /**
   * Does nothing when it holds.
   *
   * @param rule what was stated to be true, with its number where {@code docs/invariants.md} has one
   * @throws InvariantViolated when it does not hold
   */
  public static void check(boolean holds, String rule) {
    if (!holds) {
      throw new InvariantViolated(rule);
    }
  }
}
