package io.cistern.domain.publish;

import java.util.Optional;

/** What shall stand under the visible name. */
public sealed interface Target {
  /** A placeholder, where nothing was. */
  record Placeholder() implements Target {}

  /** Staged content. */
  record Bytes(StagedContent staged) implements Target {}

  /**
   * A placeholder in the place of content that the remote has, too. What was expected is dropped instead of kept, because
   * its room is what this is for.
   *
   * @param placeholder a staged file of a placeholder's form
   */
  record Dehydrated(StagedContent placeholder) implements Target {}

  /** Nothing: what was expected goes to trash. */
  record Nothing() implements Target {}

  /** The staged file that takes the name. */
  default Optional<StagedContent> stagedFile() {
    return switch (this) {
      case Bytes(StagedContent staged) -> Optional.of(staged);
      case Dehydrated(StagedContent placeholder) -> Optional.of(placeholder);
      case Placeholder(), Nothing() -> Optional.empty();
    };
  }
}
