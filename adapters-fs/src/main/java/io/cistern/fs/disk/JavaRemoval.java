package io.cistern.fs.disk;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;

/** Removes a name in an open directory, so that a link on the way cannot lead the removal elsewhere. */
enum JavaRemoval {
  FILE {
    @Override
    void remove(SecureDirectoryStream<Path> directory, Path leaf) throws IOException {
      directory.deleteFile(leaf);
    }
  },
  DIRECTORY {
    @Override
    void remove(SecureDirectoryStream<Path> directory, Path leaf) throws IOException {
      directory.deleteDirectory(leaf);
    }
  };

  abstract void remove(SecureDirectoryStream<Path> directory, Path leaf) throws IOException;

  void of(JavaNames names, String step, String name) throws DiskException {
    DiskName.below(step, name);
    names.at(step, name, path -> {
      Path parent = path.resolveSibling("");
      try (DirectoryStream<Path> stream = Files.newDirectoryStream(parent)) {
        if (stream instanceof SecureDirectoryStream<Path> secure && parent.toRealPath().equals(parent)) {
          remove(secure, path.getFileName());
        } else {
          Files.delete(path);
        }
      }
      return path;
    });
  }
}
