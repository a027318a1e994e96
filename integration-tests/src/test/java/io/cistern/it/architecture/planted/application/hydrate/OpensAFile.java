package io.cistern.it.architecture.planted.application.hydrate;

import java.io.FileInputStream;
import java.io.IOException;

/** Breaks A02: a use case takes streams from ports, it does not open files. */
final class OpensAFile {
  int firstByte() throws IOException {
    try (FileInputStream file = new FileInputStream("name")) {
      return file.read();
    }
  }
}
