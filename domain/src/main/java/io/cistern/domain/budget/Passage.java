package io.cistern.domain.budget;

import io.cistern.domain.quota.Admission;

/** What the gates of a home say to a request: go on, or which of them is closed. */
public sealed interface Passage {
  /** As every gate answers. */
  Admission admission();

  /** All gates are open. */
  record Open() implements Passage {
    @Override
    public Admission admission() {
      return new Admission.Allowed();
    }
  }

  /** One is not. */
  record Closed(Gate gate, Admission.Refused admission) implements Passage {}

  /** What can hold a request back. */
  enum Gate {
    /** The broker wants to be left alone by the account. */
    HOME,
    /** The broker wants one endpoint of one workspace to be left alone. */
    ENDPOINT,
    /** What is left is spread over the time that is left; never closed to an open. */
    PACE
  }
}
