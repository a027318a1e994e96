package io.cistern.fs.testing;

import io.cistern.fs.disk.DiskException;
import io.cistern.fs.disk.DiskException.Kind;
import io.cistern.fs.disk.DiskFile;
import io.cistern.fs.disk.FileFacts;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** A file that a simulated process has open. */
final class SimFile implements DiskFile {
  private final SimDisk disk;
  private final SimView view;
  private final SimInode inode;
  private final String name;
  private final boolean writable;
  private boolean closed;

  SimFile(SimDisk disk, SimView view, SimInode inode, String name, boolean writable) {
    this.disk = disk;
    this.view = view;
    this.inode = inode;
    this.name = name;
    this.writable = writable;
    if (writable) {
      inode.writers++;
    }
  }

  @Override
  public int read(long position, ByteBuffer into) throws DiskException {
    synchronized (disk) {
      begin("read", false, SimDisk::nothing);
      return inode.content.read(position, into);
    }
  }

  @Override
  public void write(long position, ByteBuffer from) throws DiskException {
    synchronized (disk) {
      byte[] bytes = new byte[from.remaining()];
      from.duplicate().get(bytes);
      beginWrite("write", () -> {
        if (bytes.length > 1) {
          inode.change(new SimWrite.Put(position, Arrays.copyOf(bytes, bytes.length / 2)), disk.now());
        }
      });
      disk.requireRoom("write", name, SimState.bytesToGrow(inode, position + bytes.length), 0);
      from.position(from.limit());
      if (bytes.length > 0) {
        inode.change(new SimWrite.Put(position, bytes), disk.now());
      }
    }
  }

  @Override
  public FileFacts facts() throws DiskException {
    synchronized (disk) {
      begin("look at open file", false, SimDisk::nothing);
      return inode.facts();
    }
  }

  @Override
  public void force() throws DiskException {
    synchronized (disk) {
      view.refuseTainted("force", name);
      begin("force", true, () -> {
        view.taint();
        inode.loseUnforced();
      });
      inode.force();
    }
  }

  @Override
  public void truncate(long length) throws DiskException {
    synchronized (disk) {
      beginWrite("truncate", SimDisk::nothing);
      inode.change(new SimWrite.Cut(length), disk.now());
      inode.reserved = Math.min(inode.reserved, length);
    }
  }

  @Override
  public void reserve(long length) throws DiskException {
    synchronized (disk) {
      beginWrite("reserve", SimDisk::nothing);
      disk.requireRoom("reserve", name, SimState.bytesToGrow(inode, length), 0);
      inode.reserved = Math.max(inode.reserved, length);
    }
  }

  @Override
  public void setModified(long nanos) throws DiskException {
    synchronized (disk) {
      beginWrite("set time", SimDisk::nothing);
      inode.modified = nanos;
      inode.changed = disk.now();
    }
  }

  private void begin(String what, boolean changes, Runnable onFault) throws DiskException {
    view.requireAlive();
    if (closed) {
      throw new DiskException(Kind.OTHER, what, name, "closed");
    }
    disk.step(view, what, name, changes, onFault);
  }

  private void beginWrite(String what, Runnable onFault) throws DiskException {
    view.refuseTainted(what, name);
    if (!writable) {
      throw new DiskException(Kind.OTHER, what, name, "open to read only");
    }
    begin(what, true, onFault);
  }

  /** No step: a process that dies does this too. */
  @Override
  public void close() {
    synchronized (disk) {
      if (!closed) {
        closed = true;
        view.closed(this);
        if (writable) {
          inode.writers--;
        }
      }
    }
  }
}
