package io.cistern.application.testing;

import io.cistern.application.port.Spool;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.atomic.AtomicInteger;

/** Room in memory; counts what is not given back. */
public final class MemorySpool implements Spool {
  private final AtomicInteger open = new AtomicInteger();

  /** Rooms that nobody has given back. */
  public int openRooms() {
    return open.get();
  }

  @Override
  public Room open() {
    open.incrementAndGet();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    return new Room() {
      @Override
      public OutputStream write() {
        return bytes;
      }

      @Override
      public InputStream read(long from) {
        byte[] all = bytes.toByteArray();
        return new ByteArrayInputStream(all, (int) from, all.length - (int) from);
      }

      @Override
      public void close() {
        open.decrementAndGet();
      }
    };
  }
}
