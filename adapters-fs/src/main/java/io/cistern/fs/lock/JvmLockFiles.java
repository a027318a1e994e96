package io.cistern.fs.lock;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * The system's file locks, each on a file that this process opens exactly once.
 *
 * <p>A system lock belongs to the process and goes with the first descriptor of the file that the process closes,
 * whoever opened it; {@code FileLock.isValid} keeps saying yes. So every process has one registry, asked before a lock
 * file is opened, and opening, registering and locking are one step. A file is known by its device and inode, since two
 * paths may lead to it. Safe for use by many threads.
 */
public final class JvmLockFiles {
  private static final JvmLockFiles OF_THIS_PROCESS = new JvmLockFiles();

  @GuardedBy("this")
  private final Set<Object> held = new HashSet<>();

  private JvmLockFiles() {}

  public static JvmLockFiles ofThisProcess() {
    return OF_THIS_PROCESS;
  }

  /** Creates the file, in a way that does not follow links; whether it was there already is no error. */
  @FunctionalInterface
  public interface Creation {
    void run() throws IOException;
  }

  /**
   * Takes the lock; empty when this process or another holds it.
   *
   * @param file never followed when it is a symbolic link
   * @param creation run first, and never while anyone in this process holds a lock on the file
   */
  public synchronized Optional<Held> tryLock(Path file, Creation creation) throws IOException {
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      creation.run();
    }
    Object key = key(file);
    if (held.contains(key)) {
      return Optional.empty();
    }
    FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
    try {
      FileLock lock = channel.tryLock();
      if (lock != null) {
        held.add(key);
        return Optional.of(new Held(file, key, channel, lock));
      }
    } catch (IOException | RuntimeException failed) {
      channel.close();
      throw failed;
    }
    channel.close();
    return Optional.empty();
  }

  private synchronized void release(Held lock) {
    try {
      lock.channel.close();
    } catch (IOException goneAnyway) {
      // The system drops the lock with the descriptor, whatever else it had to say.
    } finally {
      held.remove(lock.key);
    }
  }

  private static Object key(Path file) throws IOException {
    return Files.getAttribute(file, "unix:dev", LinkOption.NOFOLLOW_LINKS) + ":"
        + Files.getAttribute(file, "unix:ino", LinkOption.NOFOLLOW_LINKS);
  }

  /** A lock of the system, held until it is closed. */
  public final class Held implements AutoCloseable {
    private final Path file;
    private final Object key;
    private final FileChannel channel;
    private final FileLock lock;

    private Held(Path file, Object key, FileChannel channel, FileLock lock) {
      this.file = file;
      this.key = key;
      this.channel = channel;
      this.lock = lock;
    }

    /** Whether the channel is still open and the path still leads to the file that is locked. */
    public boolean valid() {
      try {
        return lock.isValid() && key(file).equals(key);
      } catch (IOException gone) {
        return false;
      }
    }

    /** The inode of the locked file. */
    public long inode() throws IOException {
      return (long) Files.getAttribute(file, "unix:ino", LinkOption.NOFOLLOW_LINKS);
    }

    @Override
    public void close() {
      release(this);
    }
  }
}
