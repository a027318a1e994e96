package io.cistern.application.mutate;

import io.cistern.domain.failure.Failure;
import io.cistern.domain.workspace.WorkspacePath;

/** What a change made here came to for one path. */
public record ChangedPath(WorkspacePath path, Result result) {
  /** How it ended. */
  public sealed interface Result {
    /**
     * As asked for.
     *
     * @param what in a word for people: {@code removed}, {@code moved}, {@code restored}
     */
    record Done(String what) implements Result {}

    /** Nothing was done to it, and nothing had to be. */
    record Skipped(String why) implements Result {}

    /** A person was quicker: what they have there is kept. */
    record Kept(String why) implements Result {}

    /** Could not be done. */
    record Failed(Failure reason) implements Result {}
  }
}
