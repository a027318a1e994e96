package io.cistern.application.hydrate;

import io.cistern.domain.failure.Failure;
import io.cistern.domain.workspace.WorkspacePath;

/** One path that was to be opened, and how it went. */
public record OpenedFile(WorkspacePath path, Result result) {
  /** How opening ended. */
  public sealed interface Result {
    /**
     * The file is here.
     *
     * @param location its absolute name on this machine
     * @param fetched whether its bytes came from the remote now
     */
    record Here(String location, boolean fetched) implements Result {}

    /**
     * The file is not here.
     *
     * @param retryable whether the same try may succeed later
     */
    record NotHere(Failure reason, boolean retryable) implements Result {}
  }
}
