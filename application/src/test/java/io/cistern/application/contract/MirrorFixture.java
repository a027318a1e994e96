package io.cistern.application.contract;

import io.cistern.application.port.CommitLog;
import io.cistern.application.port.Compactor;
import io.cistern.application.port.Manifest;
import io.cistern.application.port.MirrorLock;
import io.cistern.application.port.MirrorReader;
import io.cistern.application.port.Staging;
import io.cistern.application.port.Trash;
import io.cistern.application.port.WorkingTree;
import java.util.Optional;

/** A mirror as one process sees it, with a person who can act on its tree. Every adapter that is examined brings one. */
public interface MirrorFixture extends AutoCloseable {
  MirrorLock lock();

  CommitLog log();

  Manifest manifest();

  Staging staging();

  WorkingTree tree();

  Trash trash();

  MirrorReader reader();

  Compactor compactor();

  /** Another process, or this one started anew, on the same mirror. */
  MirrorFixture another();

  /** A person saves a file by replacing it. */
  void personWrites(String path, String text);

  void personRemoves(String path);

  /** A person puts something that is no regular file, for example a symbolic link to nowhere, under the name. */
  void personPutsNoFile(String path);

  /** What a person reads; empty when there is no file. */
  Optional<String> visible(String path);

  /** Ends the process in good order. */
  @Override
  void close();
}
