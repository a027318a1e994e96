package io.cistern.http.wire;

import io.cistern.application.port.Spool;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** A text that waits until its encoding is known: in memory when it is short, else in the spool. One thread. */
sealed interface HeldText extends AutoCloseable {
  /** The text from its start. */
  InputStream open();

  @Override
  void close();

  /** Nothing at all. */
  static HeldText empty() {
    return new InMemory(new byte[0]);
  }

  /** Writes what was read already, and the rest, into the spool. */
  static HeldText spooled(byte[] start, InputStream rest, Spool spool) throws IOException {
    Spool.Room room = spool.open();
    boolean kept = false;
    try (OutputStream out = room.write()) {
      write(out, start, start.length);
      byte[] buffer = new byte[16 * 1024];
      for (int n = rest.read(buffer); n >= 0; n = rest.read(buffer)) {
        write(out, buffer, n);
      }
      kept = true;
    } finally {
      if (!kept) {
        room.close();
      }
    }
    return new InRoom(room);
  }

  private static void write(OutputStream out, byte[] bytes, int length) {
    try {
      out.write(bytes, 0, length);
    } catch (IOException e) {
      throw local(e);
    }
  }

  /** A full disk is not the broker's fault, and must not be taken for a broken answer. */
  private static CisternException local(IOException e) {
    return new CisternException(new Failure.LocalIo("spool", "keeping a large body: " + e.getMessage()), e);
  }

  /** A short one. */
  final class InMemory implements HeldText {
    private final byte[] bytes;

    InMemory(byte[] bytes) {
      this.bytes = bytes;
    }

    @Override
    public InputStream open() {
      return new ByteArrayInputStream(bytes);
    }

    @Override
    public void close() {}
  }

  /** A long one. */
  record InRoom(Spool.Room room) implements HeldText {
    @Override
    public InputStream open() {
      return new FromRoom(room.read(0));
    }

    @Override
    public void close() {
      room.close();
    }
  }

  /** Reads from a room, whose failures are this machine's. */
  final class FromRoom extends InputStream {
    private final InputStream source;

    FromRoom(InputStream source) {
      this.source = source;
    }

    @Override
    public int read() {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
      try {
        return source.read(target, offset, length);
      } catch (IOException e) {
        throw local(e);
      }
    }

    @Override
    public void close() throws IOException {
      source.close();
    }
  }
}
