package io.cistern.application.mutate.group;

import io.cistern.domain.change.Refusal;
import io.cistern.domain.journal.Sequence;
import io.cistern.domain.workspace.WorkspacePath;
import java.util.List;
import java.util.Optional;

/** How committing a mutation ended. */
public sealed interface MutationResult {
  /**
   * All of it is committed under one number.
   *
   * @param paths one for each path that was written or removed, in byte order
   * @param warning what went wrong after the commit, for people; whoever takes the lock next finishes it
   */
  record Committed(Sequence at, List<PathResult> paths, Optional<String> warning) implements MutationResult {
    public Committed {
      paths = List.copyOf(paths);
    }
  }

  /** Nothing was asked for, or everything is as it was wished to be. */
  record Nothing() implements MutationResult {}

  /**
   * Nothing happened.
   *
   * @param conflicts why, for each path that stood in the way
   */
  record Refused(List<Conflict> conflicts) implements MutationResult {
    public Refused {
      conflicts = List.copyOf(conflicts);
    }
  }

  /**
   * A path that is not as it was when it was declared, or cannot be changed at all.
   *
   * @param why for people
   */
  record Conflict(WorkspacePath path, Refusal reason, String why) {}

  /** What came of one path of a committed mutation. */
  record PathResult(WorkspacePath path, Kind kind, Optional<String> conflictCopy) {
    /** In a word. */
    public enum Kind {
      WRITTEN,
      REMOVED,
      /** It was so already. */
      UNCHANGED,
      /** A person changed the name in the moment of the switch, and keeps it. */
      GAVE_WAY
    }
  }
}
