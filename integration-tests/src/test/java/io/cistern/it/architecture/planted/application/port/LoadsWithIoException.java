package io.cistern.it.architecture.planted.application.port;

import java.io.IOException;

/** Breaks A14: leaves the adapter's trouble to its caller. */
interface LoadsWithIoException {
  String load() throws IOException;
}
