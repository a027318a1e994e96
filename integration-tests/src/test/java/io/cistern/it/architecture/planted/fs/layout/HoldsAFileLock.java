package io.cistern.it.architecture.planted.fs.layout;

import java.nio.channels.FileLock;

/** Breaks A09: a lock that no registry knows. */
record HoldsAFileLock(FileLock lock) {}
