package io.cistern.domain.change;

import io.cistern.domain.manifest.PathEntry;
import io.cistern.domain.publish.Expected;
import java.util.Optional;

/** What becomes of a path that content is added for. */
public sealed interface AddDecision {
  /** The path holds these bytes already. */
  record Known() implements AddDecision {}

  /**
   * The name is switched to the new content.
   *
   * @param replaces whether the path was there before
   */
  record Publish(Expected expected, PathEntry after, boolean replaces) implements AddDecision {}

  /**
   * The bytes lie there already, and the manifest learns of them.
   *
   * @param replaces whether the path was there before
   */
  record Register(PathEntry after, boolean replaces) implements AddDecision {}

  /**
   * A person's file keeps the name.
   *
   * @param note what the manifest learns of it; empty for a file that was never added
   */
  record Edited(Optional<PathEntry> note) implements AddDecision {}

  /**
   * It cannot be added.
   *
   * @param why for people
   */
  record Refused(Refusal reason, String why) implements AddDecision {}
}
