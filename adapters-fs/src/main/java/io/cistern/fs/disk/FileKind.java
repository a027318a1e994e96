package io.cistern.fs.disk;

/** What kind of thing has a name. */
public enum FileKind {
  FILE,
  DIRECTORY,
  SYMBOLIC_LINK,
  /** FIFO, socket, device. */
  OTHER
}
