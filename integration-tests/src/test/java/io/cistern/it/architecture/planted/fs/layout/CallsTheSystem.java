package io.cistern.it.architecture.planted.fs.layout;

import java.lang.foreign.Linker;

/** Breaks A08: a system call past the one seam. */
final class CallsTheSystem {
  Linker linker() {
    return Linker.nativeLinker();
  }
}
