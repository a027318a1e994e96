package io.cistern.domain.placeholder;

/** Why content is not given back. */
public enum Keep {
  PINNED("pinned"),
  LOCAL_CHANGES("changed here, and not sent"),
  IN_CONFLICT("in conflict"),
  EMPTY("empty, so there is nothing to give back"),
  NOT_ON_REMOTE("not in the remote's last listing, so it could not be fetched again"),
  OUTDATED("the newer version could not be read, so this one is all there is"),
  MISSING("no such file on disk"),
  NOT_A_FILE("the name is held by something that is no file"),
  IN_USE("open for writing by a program"),
  EDITED("changed here since anyone looked; written down now"),
  DAMAGED("its bytes differ, although nobody wrote to it: cistern verify"),
  CHANGED_MEANWHILE("changed meanwhile");

  private final String text;

  Keep(String text) {
    this.text = text;
  }

  /** A few words for people. */
  public String text() {
    return text;
  }
}
