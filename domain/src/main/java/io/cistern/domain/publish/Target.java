package io.cistern.domain.publish;

import io.cistern.domain.workspace.WorkspacePath;

/** What shall stand under the visible name. */
public sealed interface Target {
  /** A placeholder. */
  record Placeholder() implements Target {}

  /** Staged content. */
  record Bytes(StagedContent staged) implements Target {}

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
}
