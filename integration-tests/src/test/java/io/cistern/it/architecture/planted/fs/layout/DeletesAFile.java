package io.cistern.it.architecture.planted.fs.layout;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Breaks A08: changes the disk past the one seam. */
final class DeletesAFile {
  void delete(Path path) throws IOException {
    Files.delete(path);
  }
}
