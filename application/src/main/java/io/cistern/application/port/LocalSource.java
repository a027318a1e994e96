package io.cistern.application.port;

import io.cistern.domain.change.Refusal;
import io.cistern.domain.time.Patience;
import io.cistern.domain.workspace.ContentHash;
import java.io.InputStream;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A directory of this machine from which files are added. Nothing in it is ever changed, no symbolic link in it is
 * followed, and a control directory in it is passed over. Names are relative, with {@code /} between segments; {@code
 * ""} is the directory itself. Safe for use by many threads.
 */
public interface LocalSource extends AutoCloseable {
  /**
   * Finds every regular file at or below a name, by the ignore rules of the directories on the way and below. A file
   * that is named is found whatever the rules say.
   *
   * @param sink told each on this thread, in the byte order of their names; what cannot be added is told in its place
   */
  void scan(String name, Consumer<Found> sink);

  /** Opens a file to be read to its end; the caller closes the body. */
  Opening open(String name);

  /**
   * Hashes a file.
   *
   * @throws io.cistern.domain.failure.CisternException {@code TimedOut} when the patience runs out, which is looked at
   *     after each chunk
   */
  Hashing hash(String name, Patience patience);

  /** How the regular file looks now, without reading it; empty when there is none. */
  Optional<Identity> look(String name);

  /** A second call does nothing. */
  @Override
  void close();

  /** What a scan finds. */
  sealed interface Found {
    /** Relative to the source; its last segment in hex where it is not valid UTF-8. */
    String name();

    record File(String name) implements Found {}

    /**
     * Something that cannot be added.
     *
     * @param why for people
     */
    record Refused(String name, Refusal reason, String why) implements Found {}
  }

  /** How hashing a file ended. */
  sealed interface Hashing {
    /** The identity was taken before the first byte was read. */
    record Hashed(ContentHash hash, Identity identity) implements Hashing {}

    /**
     * It cannot be read.
     *
     * @param why for people
     */
    record Refused(Refusal reason, String why) implements Hashing {}
  }

  /** How opening a file ended. */
  sealed interface Opening {
    /** The identity was taken after the file was opened and before a byte of it was read. */
    record Opened(InputStream body, Identity identity) implements Opening {}

    /**
     * It cannot be read.
     *
     * @param why for people
     */
    record Refused(Refusal reason, String why) implements Opening {}
  }

  /**
   * How a file looks; a file that still looks so has not been written to, unless in the moment of its last change.
   *
   * @param modified mtime, nanoseconds since the epoch
   * @param changed ctime, nanoseconds since the epoch
   * @param mode permission bits
   */
  record Identity(long inode, long size, long modified, long changed, int mode) {}
}
