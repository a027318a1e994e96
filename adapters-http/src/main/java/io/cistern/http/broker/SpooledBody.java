package io.cistern.http.broker;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import org.apache.commons.io.output.DeferredFileOutputStream;

/** A request body kept aside; can be read from any place, as often as needed, until it is closed. */
final class SpooledBody implements AutoCloseable {
  private static final int BUFFER = 1 << 16;

  private final DeferredFileOutputStream room;

  SpooledBody(DeferredFileOutputStream room) {
    this.room = room;
  }

  /** The bytes from a place on. */
  InputStream from(long offset) throws IOException {
    InputStream bytes = room.isInMemory()
        ? new ByteArrayInputStream(room.getData())
        : new BufferedInputStream(Files.newInputStream(room.getPath()), BUFFER);
    bytes.skipNBytes(offset);
    return bytes;
  }

  @Override
  public void close() throws IOException {
    room.close();
    if (!room.isInMemory()) {
      Files.deleteIfExists(room.getPath());
    }
  }
}
