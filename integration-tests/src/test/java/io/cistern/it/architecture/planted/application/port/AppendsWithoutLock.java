package io.cistern.it.architecture.planted.application.port;

/** Breaks A12: writes to a mirror without showing the lock. */
interface AppendsWithoutLock extends MirrorStore {
  void append(String record);
}
