package io.cistern.fs.disk;

import java.util.List;
import java.util.Optional;

/**
 * File effects below one root, as small as the system offers them, so that each is one step of the crash model.
 *
 * <p>A name is relative, segments separated by {@code /}; the empty name is the root itself. No operation follows a
 * symbolic link on any segment or leaves the root; a symbolic link on the way is {@link DiskException.Kind#NOT_A_DIRECTORY}.
 * Nothing is durable until it is forced: bytes by {@link DiskFile#force}, names by {@link #forceDirectory} of the
 * directory that holds them, both by {@link #syncAll}. Thread interrupts have no effect. Safe for use by many threads.
 *
 * <p>After a force has failed, every operation that writes fails with {@link DiskException.Kind#TAINTED} for the life
 * of this object (invariant I12).
 */
public interface Disk extends AutoCloseable {
  /** Creates a regular file that must not exist (mode 0600) and opens it for reading and writing. */
  DiskFile create(String name) throws DiskException;

  /** Opens a regular file for reading; anything else under the name is refused without being touched. */
  DiskFile openToRead(String name) throws DiskException;

  /** Opens a regular file for reading and writing. */
  DiskFile openToWrite(String name) throws DiskException;

  /** What lies under a name, itself not followed; empty when nothing does, or a parent is missing. */
  Optional<FileFacts> look(String name) throws DiskException;

  /** Names and kinds in a directory, in no order, without {@code .} and {@code ..}. */
  List<DirectoryEntry> list(String directory) throws DiskException;

  /** Creates a directory that must not exist. */
  void makeDirectory(String name, int mode) throws DiskException;

  /** Removes an empty directory. */
  void removeDirectory(String name) throws DiskException;

  /** Moves a name in one step, replacing a file that has the other name. Only for names below the control directory. */
  void replace(String from, String to) throws DiskException;

  /** Moves a name in one step; {@link DiskException.Kind#EXISTS} when the other name is taken. */
  void rename(String from, String to) throws DiskException;

  /** Swaps two names in one step; not to be called unless {@link #canExchange}. */
  void exchange(String one, String other) throws DiskException;

  /** Whether this file system can swap two names. Probed once when the disk is opened. */
  boolean canExchange();

  /** Gives a file a second name; {@link DiskException.Kind#EXISTS} when it is taken. */
  void link(String existing, String added) throws DiskException;

  /** Removes a name of a file. */
  void unlink(String name) throws DiskException;

  /** Makes durable which names a directory holds. */
  void forceDirectory(String directory) throws DiskException;

  /** Makes everything durable that was written below this root. One call for a batch. */
  void syncAll() throws DiskException;

  /** Sets permission bits. */
  void setMode(String name, int mode) throws DiskException;

  /**
   * Whether some program holds the file open for writing, or maps it so. Empty where the system cannot tell.
   */
  Optional<Boolean> openForWriting(String name) throws DiskException;

  /**
   * Takes the lock on a file of that name, creating it if need be; empty when someone else holds it, in this process
   * or another. The lock ends with {@link DiskLock#close} or with the process, and its file is never removed. While
   * it is held its file is not opened again by this disk ({@link DiskException.Kind#OTHER}): closing a second
   * descriptor would drop the lock.
   */
  Optional<DiskLock> tryLock(String name) throws DiskException;

  /** The numeric id of the user this program acts as; what it creates belongs to that user. */
  int user() throws DiskException;

  /** Whether a force has failed, so that every operation that writes is refused. */
  boolean tainted();

  @Override
  void close();
}
