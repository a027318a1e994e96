package io.cistern.fs.disk;

import java.io.IOException;

/** A file operation failed; says which, on what, and why in a way that code can decide on. */
public final class DiskException extends IOException {
  private static final long serialVersionUID = 1L;

  /** Why, as far as anyone decides on it. */
  public enum Kind {
    NOT_FOUND,
    EXISTS,
    /** A segment on the way is a file or a symbolic link. */
    NOT_A_DIRECTORY,
    /** A file was wanted, something else has the name. */
    NOT_A_FILE,
    NOT_EMPTY,
    /** ENOSPC or EDQUOT. */
    NO_SPACE,
    /** EACCES, EPERM or EROFS. */
    NO_ACCESS,
    NAME_TOO_LONG,
    /** EMFILE or ENFILE. */
    TOO_MANY_OPEN,
    /** A force failed earlier on this disk. */
    TAINTED,
    OTHER
  }

  private final Kind kind;
  private final String name;
  private final String detail;

  /**
   * @param step what was being done, in a word
   * @param name to what, relative to the disk's root
   * @param detail the system's own words
   */
  public DiskException(Kind kind, String step, String name, String detail) {
    super(step + " " + name + ": " + detail);
    this.kind = kind;
    this.name = name;
    this.detail = detail;
  }

  public Kind kind() {
    return kind;
  }

  public String name() {
    return name;
  }

  /** The system's own words. */
  public String detail() {
    return detail;
  }
}
