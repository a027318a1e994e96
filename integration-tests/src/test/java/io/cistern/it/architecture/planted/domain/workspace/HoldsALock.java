package io.cistern.it.architecture.planted.domain.workspace;

import java.util.concurrent.locks.ReentrantLock;

/** Breaks A01: domain knows no threads. */
record HoldsALock(ReentrantLock lock) {}
