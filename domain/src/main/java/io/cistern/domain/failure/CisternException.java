package io.cistern.domain.failure;

/** Carries a {@link Failure} to the one place that reports it. */
public final class CisternException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Failure failure;

  public CisternException(Failure failure) {
    super(failure.message());
    this.failure = failure;
  }

  public CisternException(Failure failure, Throwable cause) {
    super(failure.message(), cause);
    this.failure = failure;
  }

  public Failure failure() {
    return failure;
  }
}
