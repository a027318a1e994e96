package io.cistern.domain.publish;

import io.cistern.domain.manifest.Memo;
import io.cistern.domain.workspace.ContentHash;
import java.util.Optional;

/** What a publication expects under the visible name; anything else there belongs to a person and keeps the name. */
public sealed interface Expected {
  /** Nothing. */
  record Absent() implements Expected {}

  /** A placeholder. */
  record Placeholder() implements Expected {}

  /**
   * Content published before.
   *
   * @param memo equal means expected; different means hash, and equal bytes are expected, too
   */
  record Content(ContentHash hash, Optional<Memo> memo) implements Expected {}
}
