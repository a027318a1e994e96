package io.cistern.fs.mirror;

import io.cistern.domain.workspace.Folding;
import io.cistern.fs.disk.Disk;
import io.cistern.fs.disk.DiskException;
import io.cistern.fs.disk.DiskFile;
import io.cistern.fs.disk.DiskLock;
import io.cistern.fs.disk.FileFacts;
import io.cistern.fs.layout.MirrorLayout;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Tries on a file system what a mirror depends on, in an empty directory that is the disk's root. For one thread. */
public final class SelfTest {
  private static final String ROOM = MirrorLayout.CONTROL;
  private static final long RESERVED = 1L << 20;

  private final Disk disk;
  private final List<Trial> trials = new ArrayList<>();

  public SelfTest(Disk disk) {
    this.disk = disk;
  }

  /**
   * What a trial showed.
   *
   * @param kept whether what is depended on holds
   * @param said in a sentence
   */
  public record Trial(boolean kept, String said) {}

  /** One try. */
  @FunctionalInterface
  private interface Attempt {
    Trial run() throws DiskException;
  }

  /** Runs every trial; what a trial made stays for whoever removes the directory. */
  public List<Trial> run() throws DiskException {
    disk.makeDirectory(ROOM, 0700);
    attempt("rename", this::rename);
    attempt("exchange", this::exchange);
    attempt("second names", this::links);
    attempt("forcing", this::forces);
    attempt("reserving room", this::reserves);
    attempt("locks", this::locks);
    attempt("leases", this::leases);
    attempt("names", this::names);
    return List.copyOf(trials);
  }

  private void attempt(String what, Attempt attempt) {
    try {
      trials.add(attempt.run());
    } catch (DiskException refused) {
      trials.add(new Trial(false, what + ": the file system refused to " + refused.getMessage()));
    }
  }

  private Trial rename() throws DiskException {
    String one = file("rename-one");
    String other = file("rename-other");
    boolean kept = false;
    try {
      disk.rename(one, other);
    } catch (DiskException refused) {
      kept = refused.kind() == DiskException.Kind.EXISTS && disk.look(one).isPresent();
    }
    disk.rename(one, ROOM + "/rename-free");
    return new Trial(kept, kept
        ? "a rename never replaces a name"
        : "a rename replaced a name that was taken");
  }

  private Trial exchange() throws DiskException {
    if (!disk.canExchange()) {
      return new Trial(true, "two names cannot be swapped in one step; a safe detour is taken instead");
    }
    String one = file("exchange-one");
    String other = file("exchange-other");
    long before = inode(one);
    disk.exchange(one, other);
    boolean kept = inode(other) == before && inode(one) != before;
    return new Trial(kept, kept ? "two names are swapped in one step" : "a swap of two names did nothing");
  }

  private Trial links() throws DiskException {
    String one = file("link-one");
    String other = ROOM + "/link-other";
    disk.link(one, other);
    boolean kept = inode(one) == inode(other);
    return new Trial(kept, kept ? "a file can have a second name" : "a second name led to another file");
  }

  private Trial forces() throws DiskException {
    try (DiskFile file = disk.create(ROOM + "/forced")) {
      file.write(0, ByteBuffer.wrap("forced".getBytes(StandardCharsets.US_ASCII)));
      file.force();
    }
    disk.forceDirectory(ROOM);
    disk.syncAll();
    return new Trial(true, "files and directories can be forced");
  }

  private Trial reserves() throws DiskException {
    try (DiskFile file = disk.create(ROOM + "/reserved")) {
      file.reserve(RESERVED);
      boolean kept = file.facts().size() == 0;
      return new Trial(kept, kept
          ? "reserving room leaves a file's length as it is"
          : "reserving room makes a file longer");
    }
  }

  /** A lock goes with the first descriptor of its file that the process closes, so a held one must not be opened. */
  private Trial locks() throws DiskException {
    String name = ROOM + "/lock";
    Optional<DiskLock> lock = disk.tryLock(name);
    if (lock.isEmpty()) {
      return new Trial(false, "a lock on a new file was refused");
    }
    boolean twice;
    boolean opened = true;
    boolean valid;
    try (DiskLock held = lock.get()) {
      Optional<DiskLock> second = disk.tryLock(name);
      twice = second.isPresent();
      second.ifPresent(DiskLock::close);
      try {
        disk.openToRead(name).close();
      } catch (DiskException guarded) {
        opened = false;
      }
      valid = held.valid();
    }
    Optional<DiskLock> again = disk.tryLock(name);
    again.ifPresent(DiskLock::close);
    boolean kept = !twice && !opened && valid && again.isPresent();
    return new Trial(kept, kept
        ? "a lock keeps others out, is not lost by a second look at its file, and ends when it is let go"
        : "a lock did not do what it is for");
  }

  private Trial leases() throws DiskException {
    String name = ROOM + "/lease";
    Optional<Boolean> written;
    try (DiskFile file = disk.create(name)) {
      file.write(0, ByteBuffer.wrap(new byte[]{1}));
      written = disk.openForWriting(name);
    }
    Optional<Boolean> after = disk.openForWriting(name);
    if (written.isEmpty()) {
      return new Trial(true,
          "nobody can tell whether a program still writes a file; what is displaced is kept in trash");
    }
    boolean kept = written.get() && after.equals(Optional.of(false));
    return new Trial(kept, kept
        ? "a program that still writes a file is noticed"
        : "whether a program still writes a file is told wrong");
  }

  private Trial names() throws DiskException {
    Folding folding = FoldingProbe.probe(disk, inode(file("names")));
    if (!folding.any()) {
      return new Trial(true, "names that differ in case or Unicode form are kept apart");
    }
    String what = folding.letterCase() && folding.unicodeForm()
        ? "case or Unicode form"
        : folding.letterCase() ? "case" : "Unicode form";
    return new Trial(true, "names that differ in " + what + " only are one name; the second of two is set aside");
  }

  private String file(String name) throws DiskException {
    disk.create(ROOM + "/" + name).close();
    return ROOM + "/" + name;
  }

  private long inode(String name) throws DiskException {
    return disk.look(name).map(FileFacts::inode).orElse(-1L);
  }
}
