package io.cistern.it.architecture.planted.application.hydrate;

import java.util.function.LongSupplier;

/** Breaks A10 without a call. */
final class AsksTheTimeByReference {
  LongSupplier clock() {
    return System::nanoTime;
  }
}
