package io.cistern.domain.failure;

/** Something stated to be impossible has happened: a bug of ours, never a condition of the world. */
public final class InvariantViolated extends AssertionError {
  private static final long serialVersionUID = 1L;

  public InvariantViolated(String rule) {
    super(rule);
  }
}
