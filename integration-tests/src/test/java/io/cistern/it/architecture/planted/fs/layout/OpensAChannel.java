package io.cistern.it.architecture.planted.fs.layout;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** Breaks A08: what is opened so can write. */
final class OpensAChannel {
  long size(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path)) {
      return channel.size();
    }
  }
}
