package io.cistern.domain.change;

import io.cistern.domain.manifest.PathEntry;
import io.cistern.domain.publish.Expected;
import java.util.Optional;

/** What becomes of a file that belonged to a database which is replaced by one that comes without it. */
public sealed interface CompanionDecision {
  /** There is none. */
  record None() implements CompanionDecision {}

  /** It goes to trash with the old database. */
  record Away(Expected expected, Optional<PathEntry> after) implements CompanionDecision {}

  /**
   * A person's, and not taken away; so the database cannot be replaced.
   *
   * @param why for people
   */
  record Stays(String why) implements CompanionDecision {}
}
