package io.cistern.domain.publish;

/** What shall stand under the visible name. */
public sealed interface Target {
  /** A placeholder. */
  record Placeholder() implements Target {}

  /** Staged content. */
  record Bytes(StagedContent staged) implements Target {}

  /** Nothing: what was expected goes to trash. */
  record Nothing() implements Target {}
}
