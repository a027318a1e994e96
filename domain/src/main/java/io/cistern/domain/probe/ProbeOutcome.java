package io.cistern.domain.probe;

/** How one question to a helper ended. */
public sealed interface ProbeOutcome {
  /** The helper said what it knows, if only that the service cannot say. */
  record Answered(Reading reading) implements ProbeOutcome {}

  /**
   * Nothing was learned.
   *
   * @param why for people; holds no secret and nothing that a helper printed
   */
  record NoAnswer(String why) implements ProbeOutcome {}
}
