package io.cistern.fs.disk;

import java.nio.ByteBuffer;

/** An open regular file. Positions are explicit; not safe for concurrent use of one position. */
public interface DiskFile extends AutoCloseable {
  /** Reads up to the buffer's remaining bytes; -1 at or beyond the end. */
  int read(long position, ByteBuffer into) throws DiskException;

  /** Writes all of the buffer's remaining bytes. */
  void write(long position, ByteBuffer from) throws DiskException;

  FileFacts facts() throws DiskException;

  /** Makes bytes and length durable (not the name). */
  void force() throws DiskException;

  /** Cuts or extends the file. */
  void truncate(long length) throws DiskException;

  /** Reserves room without changing the length, so that later writes up to it need no space; best effort. */
  void reserve(long length) throws DiskException;

  /** Sets the mtime, nanoseconds since the epoch. */
  void setModified(long nanos) throws DiskException;

  @Override
  void close();
}
