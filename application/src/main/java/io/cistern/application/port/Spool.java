package io.cistern.application.port;

import java.io.InputStream;
import java.io.OutputStream;

/** Room on disk for a body too large to be kept in memory while it is understood. Safe for use by many threads. */
public interface Spool {
  /** A new, empty, private piece of room. */
  Room open();

  /** Written once to its end, then read as often as needed, then closed. */
  interface Room extends AutoCloseable {
    /** Where to write; close it before reading. */
    OutputStream write();

    /**
     * Reads what was written.
     *
     * @param from the first byte wanted, at least 0
     */
    InputStream read(long from);

    /** Gives the room back. */
    @Override
    void close();
  }
}
