package io.cistern.application.port;

import java.util.List;

/** What lies in a mirror's own directory and is of no use to anybody who is at work. Only looks. */
public interface MirrorRemains {
  /** Everything of the kind, summed up by kind; kinds of which there is nothing are left out. */
  List<Remain> remains();

  /** Why something is left. */
  enum Kind {
    /** Content that processes staged and did not live to commit, or to drop. */
    STAGED_BY_THE_DEAD,
    /** Segments and checkpoints that the pointer does not need. */
    UNREFERENCED_LOG,
    /** What was being written under a name that it was not to keep. */
    TEMPORARY,
    /** What lies in trash under a name that no change gave it: a dead process's, that a program still wrote to. */
    NAMELESS_TRASH,
    /** Evidence of damage. */
    EVIDENCE
  }

  /**
   * Files left for one reason.
   *
   * @param files how many
   * @param bytes of all of them
   * @param examples some of their names, relative to the mirror's root
   */
  record Remain(Kind kind, long files, long bytes, List<String> examples) {
    public Remain {
      examples = List.copyOf(examples);
    }
  }
}
