package io.cistern.domain.placeholder;

import io.cistern.domain.failure.Failure;

/** How giving one path's content back ended; told only after the change is committed and its room is free. */
public sealed interface DehydrationOutcome {
  /**
   * The path is a placeholder.
   *
   * @param bytes the size of what was given back
   */
  record Dehydrated(long bytes) implements DehydrationOutcome {}

  /** The content is still here. */
  record Kept(Keep why) implements DehydrationOutcome {}

  /** It could not be done. */
  record Failed(Failure reason) implements DehydrationOutcome {}
}
