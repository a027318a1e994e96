package io.cistern.domain.publish;

import io.cistern.domain.manifest.Memo;
import io.cistern.domain.manifest.PathEntry;
import io.cistern.domain.workspace.WorkspacePath;
import java.util.Optional;

/** How the publication of one path ended; recorded when its record is retired. */
public sealed interface Outcome {
  WorkspacePath path();

  /**
   * The name holds what the record says.
   *
   * @param memo of the visible file; empty when an edit came before the look, so that the file will be hashed
   */
  record Published(WorkspacePath path, Optional<Memo> memo) implements Outcome {}

  /**
   * A person's bytes kept the name, or are kept beside it.
   *
   * @param entry what the manifest holds from now on, still based on the revision the person saw (flaw F5)
   * @param conflictCopy the copy's name relative to the root, where one was made
   */
  record Yielded(WorkspacePath path, Optional<PathEntry> entry, Optional<String> conflictCopy) implements Outcome {}
}
