package io.cistern.application.mutate.add;

import io.cistern.domain.workspace.WorkspacePath;
import java.util.Optional;

/**
 * A file found by the scan.
 *
 * @param found its name in the source
 * @param below its name below what is added, as the preparer is told it
 * @param shown its path in the mirror, or what it would be
 * @param path the name reserved for it; empty when it is refused
 * @param refused why it will not be added
 */
record Candidate(
    AddRoot root, String found, String below, String shown, Optional<WorkspacePath> path,
    Optional<AddOutcome.Failed> refused) {
  static Candidate accepted(AddRoot root, String found, String below, WorkspacePath path) {
    return new Candidate(root, found, below, path.value(), Optional.of(path), Optional.empty());
  }

  static Candidate refused(AddRoot root, String found, String shown, AddOutcome.Failed why) {
    return new Candidate(root, found, found, shown, Optional.empty(), Optional.of(why));
  }

  /** The reserved name; not to be asked of one that is refused. */
  WorkspacePath target() {
    return path.orElseThrow();
  }
}
