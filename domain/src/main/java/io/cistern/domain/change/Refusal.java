package io.cistern.domain.change;

/** Why a file could not be added or changed; the names are part of the command line's contract. */
public enum Refusal {
  /** Another source, another file or a directory has the name. */
  NAME_TAKEN,
  /** The name can be no name of a workspace or of this file system. */
  UNMAPPABLE,
  /** The source is a symbolic link, which is never followed. */
  SYMBOLIC_LINK,
  /** The source is a FIFO, socket or device. */
  SPECIAL_FILE,
  /** The source, or what lies under the target's name, could not be read. */
  UNREADABLE,
  /** The source changed again and again while it was read. */
  SOURCE_CHANGING,
  /** A person changed what lies under the name, and nobody had looked at that yet. */
  CHANGED_HERE,
  /** The path is in conflict, and a person has to resolve that first. */
  IN_CONFLICT,
  /** The preparer could not convert it. */
  NOT_PREPARED,
  /** The system did not let the name be switched. */
  NOT_WRITABLE,
  /** The machine failed, or the work was stopped; the failure beside it says how. */
  FAILED
}
