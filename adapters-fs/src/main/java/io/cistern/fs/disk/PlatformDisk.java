package io.cistern.fs.disk;

import java.util.List;
import java.util.Optional;

/**
 * What a machine's file system does for {@link SystemDisk}: every operation as {@link Disk} says, without the taint,
 * the locks and the probe, which are the same for all of them.
 *
 * <p>A force that fails after it began is {@link DiskException.Kind#OTHER} or {@link DiskException.Kind#NO_SPACE}; any
 * other kind says that nothing was tried.
 */
interface PlatformDisk extends AutoCloseable {
  DiskFile create(String name) throws DiskException;

  DiskFile openToRead(String name) throws DiskException;

  DiskFile openToWrite(String name) throws DiskException;

  Optional<FileFacts> look(String name) throws DiskException;

  List<DirectoryEntry> list(String directory) throws DiskException;

  void makeDirectory(String name, int mode) throws DiskException;

  void removeDirectory(String name) throws DiskException;

  void replace(String from, String to) throws DiskException;

  void rename(String from, String to) throws DiskException;

  void exchange(String one, String other) throws DiskException;

  void link(String existing, String added) throws DiskException;

  void unlink(String name) throws DiskException;

  void forceDirectory(String directory) throws DiskException;

  void syncAll() throws DiskException;

  void setMode(String name, int mode) throws DiskException;

  Optional<Boolean> openForWriting(String name) throws DiskException;

  /** Whether {@link #openForWriting} can answer here. */
  boolean asksWriters();

  /** Whether the path it was opened at still leads to the same directory. */
  boolean rootInPlace();

  /** The file system's type as mount tables spell it; {@code unknown} when the system does not say. */
  String fileSystem();

  /** What does the work, for people. */
  String implementation();

  @Override
  void close();
}
