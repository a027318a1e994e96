package io.cistern.domain.publish;

import io.cistern.domain.workspace.WorkspacePath;
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

  /**
   * The file of another path of the same group, whose own target is {@link MovedTo} this one.
   *
   * @param content what the file is expected to be; if it is not, nothing is moved
   */
  record MovedFrom(WorkspacePath source, Expected.Content content) implements Target {}

  /** Nothing, because the file that was expected here has gone to another path of the same group. */
  record MovedTo(WorkspacePath destination) implements Target {}

  /** The staged file that takes the name. */
  default Optional<StagedContent> stagedFile() {
    return switch (this) {
      case Bytes(StagedContent staged) -> Optional.of(staged);
      case Dehydrated(StagedContent placeholder) -> Optional.of(placeholder);
      case Placeholder _, Nothing _,MovedFrom _, MovedTo _ -> Optional.empty();
    };
  }
}
