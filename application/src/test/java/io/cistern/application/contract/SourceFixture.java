package io.cistern.application.contract;

import io.cistern.application.port.LocalSource;

/** A directory to be read, with a person who fills it. Every adapter that is examined brings one. */
public interface SourceFixture extends AutoCloseable {
  LocalSource source();

  /** Writes a file, and the directories on the way to it; replaces one that is there by another inode. */
  void writes(String name, String text);

  void removes(String name);

  /** Puts a symbolic link that leads nowhere. */
  void links(String name);

  /** Puts a FIFO. */
  void putsPipe(String name);

  @Override
  void close();
}
