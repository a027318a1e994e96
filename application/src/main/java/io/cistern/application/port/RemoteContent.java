package io.cistern.application.port;

import io.cistern.domain.workspace.ContentHash;
import io.cistern.domain.workspace.Revision;
import java.io.InputStream;
import java.time.Instant;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * One file as the broker sent it. The body is decoded; its hash has not been checked, because only who reads it to the
 * end can.
 */
public interface RemoteContent extends AutoCloseable {
  /** The path as sent; parse it before use. */
  String name();

  Revision revision();

  /** What the broker says the decoded bytes hash to; empty when it does not say. */
  Optional<ContentHash> announcedHash();

  /** The remote's own time stamp of the last edit. */
  Optional<Instant> editedAt();

  /**
   * The decoded bytes, to be read once. Reading throws {@link java.io.IOException} when the connection fails, the body
   * is malformed, or a limit is exceeded; its cause is then a {@link io.cistern.domain.failure.CisternException} that
   * says which failure it is.
   */
  InputStream body();

  /** The same file, its body read through something that watches or changes how it is read. */
  default RemoteContent readThrough(UnaryOperator<InputStream> reading) {
    return new ReadThrough(this, reading.apply(body()));
  }

  /** Lets go of the connection or of the room the body took. */
  @Override
  void close();
}
