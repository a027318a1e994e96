package io.cistern.fs.disk;

import io.cistern.fs.disk.DiskException.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.attribute.FileTime;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A regular file, open through Java's library. That one knows facts and times by name only, so these fail once the
 * name leads to another file. Bytes that were not forced are forced when it is closed, since nothing else could do so
 * in {@link Disk#syncAll}.
 */
final class JavaFile implements DiskFile {
  private final FileChannel channel;
  private final JavaNames names;
  private final String name;
  private final long inode;
  private final AtomicBoolean dirty = new AtomicBoolean();
  private final Closing closing;

  /** Hears of the end of a file. */
  @FunctionalInterface
  interface Closing {
    /**
     * Called once.
     *
     * @param lost whether what was written could not be forced, for {@link Disk#syncAll} to report
     */
    void closed(JavaFile file, boolean lost);
  }

  JavaFile(FileChannel channel, JavaNames names, String name, Closing closing) throws DiskException {
    this.channel = channel;
    this.names = names;
    this.name = name;
    this.closing = closing;
    this.inode = names.look("open", name).inode();
  }

  @Override
  public int read(long position, ByteBuffer into) throws DiskException {
    return run("read", () -> {
      int total = 0;
      while (into.hasRemaining()) {
        int got = channel.read(into, position + total);
        if (got < 0) {
          return total == 0 ? -1 : total;
        }
        total += got;
      }
      return total;
    });
  }

  @Override
  public void write(long position, ByteBuffer from) throws DiskException {
    dirty.set(true);
    run("write", () -> {
      long at = position;
      while (from.hasRemaining()) {
        at += channel.write(from, at);
      }
      return at;
    });
  }

  @Override
  public FileFacts facts() throws DiskException {
    FileFacts facts = names.look("look at", name);
    if (facts.inode() != inode) {
      throw new DiskException(Kind.OTHER, "look at", name, "the name leads to another file by now");
    }
    return facts;
  }

  @Override
  public void force() throws DiskException {
    dirty.set(false);
    try {
      Uninterrupted.call(() -> {
        channel.force(true);
        return true;
      });
    } catch (IOException failed) {
      throw JavaErrors.forceFailed(failed, name);
    }
  }

  @Override
  public void truncate(long length) throws DiskException {
    dirty.set(true);
    run("truncate", () -> {
      long now = channel.size();
      if (length < now) {
        channel.truncate(length);
      } else if (length > now) {
        channel.write(ByteBuffer.allocate(1), length - 1);
      }
      return length;
    });
  }

  @Override
  public void reserve(long length) {
    // Java's library cannot reserve room without changing the length.
  }

  @Override
  public void setModified(long nanos) throws DiskException {
    facts();
    dirty.set(true);
    names.setModified(name, FileTime.from(nanos, TimeUnit.NANOSECONDS));
  }

  private <T> T run(String step, Callable<T> deed) throws DiskException {
    try {
      return Uninterrupted.call(deed);
    } catch (IOException failed) {
      throw JavaErrors.failure(failed, step, name);
    }
  }

  /** Forces what was written and not forced, as part of {@link Disk#syncAll}. */
  void forceIfDirty() throws DiskException {
    if (dirty.get()) {
      force();
    }
  }

  @Override
  public void close() {
    if (!channel.isOpen()) {
      return;
    }
    boolean lost = false;
    try {
      forceIfDirty();
    } catch (DiskException failed) {
      lost = true;
    }
    try {
      channel.close();
    } catch (IOException goneAnyway) {
      // Nothing is lost: what was written has been forced, or its failure is remembered.
    }
    closing.closed(this, lost);
  }
}
