package io.cistern.http.testing;

import io.cistern.application.port.Spool;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;

/** Room that is no room on disk. Safe for use by many threads, each room by one. */
public final class MemorySpool implements Spool {
  @Override
  public Room open() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    return new Room() {
      @Override
      public OutputStream write() {
        return bytes;
      }

      @Override
      public InputStream read(long from) {
        byte[] all = bytes.toByteArray();
        int at = Math.toIntExact(Math.min(from, all.length));
        return new ByteArrayInputStream(all, at, all.length - at);
      }

      @Override
      public void close() {
        bytes.reset();
      }
    };
  }
}
