package io.cistern.fs.testing;

import io.cistern.fs.disk.DiskException;
import io.cistern.fs.disk.FileKind;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Somebody who works with visible files by programs of their own. What they do are no steps, so they can do it before
 * one. An act that the file system refuses is an error of the test.
 */
public final class SimPerson {
  private static final int USUAL_MODE = 0x1a4;

  private final SimDisk disk;
  private final SimState state;
  private final SimNames names;
  private final boolean forces;
  private int saved;

  SimPerson(SimDisk disk, boolean forces) {
    this.disk = disk;
    this.state = disk.state();
    this.names = new SimNames(state);
    this.forces = forces;
  }

  /** What a person does may be refused. */
  @FunctionalInterface
  private interface Act<T> {
    T run() throws DiskException;
  }

  /** Overwrites a file in place, or makes it. */
  public void write(String name, String text) {
    act(() -> {
      SimNames.Found found = names.find("write", name);
      SimInode file = found.entry().isPresent() ? names.file("write", name) : made(found, FileKind.FILE, USUAL_MODE);
      file.change(new SimWrite.Cut(0), disk.now());
      file.change(new SimWrite.Put(0, bytes(text)), disk.now());
      return force(file, found);
    });
  }

  /** Writes a new file and renames it over the old one, as most editors do. */
  public void save(String name, String text) {
    saved++;
    String temporary = name + ".saving-" + saved;
    write(temporary, text);
    rename(temporary, name);
  }

  /** Renames, taking the other name from whatever has it. */
  public void rename(String from, String to) {
    act(() -> {
      SimNames.Found source = names.find("rename", from);
      SimNames.Found target = names.find("rename", to);
      SimInode moved = names.inode("rename", source);
      state.apply(SimNames.change(
          "person renames " + from + " -> " + to, SimNames.unbind(source), SimNames.bind(target, moved)), disk.now());
      force(moved, source);
      return force(moved, target);
    });
  }

  public void delete(String name) {
    act(() -> {
      SimNames.Found found = names.find("delete", name);
      SimInode inode = names.inode("delete", found);
      state.apply(SimNames.change("person deletes " + name, SimNames.unbind(found)), disk.now());
      return force(inode, found);
    });
  }

  public void link(String existing, String added) {
    act(() -> {
      SimNames.Found target = names.find("link", added);
      SimInode file = names.file("link", existing);
      state.apply(SimNames.change("person links " + added, SimNames.bind(target, file)), disk.now());
      return force(file, target);
    });
  }

  public void makeDirectory(String name) {
    make(name, FileKind.DIRECTORY, 0x1ed);
  }

  public void symbolicLink(String name, String target) {
    SimInode link = make(name, FileKind.SYMBOLIC_LINK, 0x1ff);
    link.content = SimContent.of(bytes(target));
    link.forcedContent = link.content;
  }

  public void fifo(String name) {
    make(name, FileKind.OTHER, USUAL_MODE);
  }

  /** Makes a file whose name is no text. */
  public void rawName(String directory, byte[] name) {
    act(() -> {
      SimInode parent = names.directory("make", directory);
      SimInode file = state.make(FileKind.FILE, USUAL_MODE, disk.now());
      String hex = HexFormat.of().formatHex(name);
      SimEntry entry = new SimEntry(hex, false, file.number);
      state.apply(new NameChange("person makes " + hex, List.of(
          new NameChange.Binding(parent.number, "\0" + hex, Optional.of(entry))), false), disk.now());
      state.forceDirectory(parent.number);
      return file;
    });
  }

  public void setMode(String name, int mode) {
    act(() -> {
      SimInode inode = names.inode("set mode", name);
      inode.mode = mode;
      inode.changed = disk.now();
      return inode;
    });
  }

  /** The bytes of a file. */
  public byte[] read(String name) {
    return act(() -> names.file("read", name).content.bytes());
  }

  public String text(String name) {
    return new String(read(name), StandardCharsets.UTF_8);
  }

  public boolean exists(String name) {
    return act(() -> names.find("look", name).entry().isPresent());
  }

  /** Opens a file for writing and keeps it open, whatever happens to its names. */
  public OpenFile open(String name) {
    return act(() -> new OpenFile(names.file("open", name)));
  }

  /** A file that a person's program has open for writing. */
  public final class OpenFile implements AutoCloseable {
    private final SimInode file;
    private boolean closed;

    private OpenFile(SimInode file) {
      this.file = file;
      file.writers++;
    }

    public void write(long position, String text) {
      synchronized (disk) {
        file.change(new SimWrite.Put(position, bytes(text)), disk.now());
        if (forces) {
          file.force();
        }
      }
    }

    @Override
    public void close() {
      synchronized (disk) {
        if (!closed) {
          closed = true;
          file.writers--;
        }
      }
    }
  }

  private SimInode make(String name, FileKind kind, int mode) {
    return act(() -> {
      SimNames.Found found = names.find("make", name);
      names.requireFree("make", found);
      return force(made(found, kind, mode), found);
    });
  }

  private SimInode made(SimNames.Found found, FileKind kind, int mode) {
    SimInode inode = state.make(kind, mode, disk.now());
    state.apply(SimNames.change("person makes " + found.whole(), SimNames.bind(found, inode)), disk.now());
    return inode;
  }

  private SimInode force(SimInode inode, SimNames.Found found) {
    if (forces) {
      inode.force();
      state.forceDirectory(found.directory().number);
    }
    return inode;
  }

  private <T> T act(Act<T> act) {
    synchronized (disk) {
      try {
        return act.run();
      } catch (DiskException refused) {
        throw new AssertionError("a person's act was refused", refused);
      }
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
