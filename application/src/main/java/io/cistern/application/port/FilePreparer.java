package io.cistern.application.port;

import java.io.InputStream;
import java.io.OutputStream;

/**
 * Converts files while they are being added. An embedding program brings its own; {@link #IDENTITY} adds them as they are.
 *
 * <p>Several files are prepared at a time, so an implementation is safe for use by many threads. It runs without a lock,
 * may take long, and may run again for a file that changed meanwhile. Whatever it throws fails that one file.
 */
public interface FilePreparer {
  /** Every file as it is. */
  FilePreparer IDENTITY = new FilePreparer() {
    @Override
    public String targetName(String source) {
      return source;
    }

    @Override
    public boolean keepsBytes(String source) {
      return true;
    }

    @Override
    public InputStream prepare(Original original, Workroom own) {
      return original.body();
    }
  };

  /**
   * Under which name a file is added. Pure: asked once per file, during the scan, so that every name is reserved before
   * anything is prepared.
   *
   * @param source the file's name below what is added, with {@code /} between segments
   * @return a name of the same form
   */
  String targetName(String source);

  /** Whether a file is added byte for byte, so that its own hash tells whether the mirror has it. Pure. */
  boolean keepsBytes(String source);

  /**
   * Makes what is to be added of one file. Reads nothing but the original, and writes nothing but its own workroom.
   *
   * @return what is to be added, read once to its end and closed by the caller
   */
  InputStream prepare(Original original, Workroom own);

  /** The file that is being added. */
  interface Original {
    /** Its name below what is added. */
    String name();

    /** Bytes it had when it was opened. */
    long size();

    /** Its bytes, once; closed by the caller of {@link #prepare}. */
    InputStream body();
  }

  /** A private place for one preparation; it is gone afterwards, also when the process dies. */
  interface Workroom {
    /** Begins a file of that name in it, which must not have been begun; close it before reading. */
    OutputStream write(String name);

    /** Reads a file that was written to its end. */
    InputStream read(String name);
  }
}
