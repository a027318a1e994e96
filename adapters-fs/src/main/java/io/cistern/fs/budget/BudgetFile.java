package io.cistern.fs.budget;

import io.cistern.domain.budget.BudgetKey;
import io.cistern.domain.budget.BudgetState;
import io.cistern.fs.budget.BudgetCodec.Written;
import io.cistern.fs.disk.Disk;
import io.cistern.fs.disk.DiskException;
import io.cistern.fs.disk.DiskFile;
import io.cistern.fs.disk.DiskLock;
import io.cistern.fs.disk.FileFacts;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * The file of one budget, with its lock beside it. It is replaced as a whole, so a reader needs no lock: it sees one
 * writing or the next. One thread.
 */
final class BudgetFile implements AutoCloseable {
  /** Far above what is ever written. */
  private static final int LARGEST = 256 * 1024;

  private final BudgetPlace place;
  private final String name;
  private final String lock;
  private final String fresh;
  private Optional<Disk> opened = Optional.empty();

  BudgetFile(BudgetPlace place, BudgetKey key) {
    this.place = place;
    this.name = key.value() + ".json";
    this.lock = key.value() + ".lock";
    this.fresh = key.value() + ".tmp";
  }

  /** What tells one writing from another: cheap to ask for, and never the same for two that follow each other. */
  record Mark(Optional<Facts> facts) {
    record Facts(long inode, long size, long modified, long changed) {}

    static final Mark NOTHING = new Mark(Optional.empty());
  }

  /** What is there. */
  sealed interface Content {
    record Nothing() implements Content {}

    /** Torn, or not ours. */
    record Garbage() implements Content {}

    record Whole(Written written) implements Content {}
  }

  Mark mark() throws DiskException {
    Optional<Disk> disk = disk();
    return disk.isEmpty()
        ? Mark.NOTHING
        : disk.get().look(name).map(facts -> new Mark(Optional.of(facts(facts)))).orElse(Mark.NOTHING);
  }

  Content read() throws DiskException {
    Optional<Disk> disk = disk();
    if (disk.isEmpty()) {
      return new Content.Nothing();
    }
    try (DiskFile file = disk.get().openToRead(name)) {
      ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(file.facts().size(), LARGEST));
      int count;
      do {
        count = file.read(bytes.position(), bytes);
      } while (count > 0 && bytes.hasRemaining());
      return BudgetCodec.read(Arrays.copyOf(bytes.array(), bytes.position()))
          .<Content>map(Content.Whole::new)
          .orElseGet(Content.Garbage::new);
    } catch (DiskException failed) {
      if (failed.kind() == DiskException.Kind.NOT_FOUND) {
        return new Content.Nothing();
      }
      if (failed.kind() == DiskException.Kind.NOT_A_FILE) {
        return new Content.Garbage();
      }
      throw failed;
    }
  }

  /** Empty when another process, or another budget of this one, is at it. */
  Optional<DiskLock> tryLock() throws DiskException {
    return made().tryLock(lock);
  }

  @Override
  public void close() {
    opened.ifPresent(Disk::close);
  }

  /**
   * Puts a budget in the place of what is there; under the lock.
   *
   * @param durable whether it has to outlive the machine, not only the process
   */
  Mark write(BudgetState state, long writes, boolean durable) throws DiskException {
    Disk disk = made();
    if (disk.look(fresh).isPresent()) {
      disk.unlink(fresh); // of a process that was killed
    }
    try (DiskFile file = disk.create(fresh)) {
      file.write(0, ByteBuffer.wrap(BudgetCodec.bytes(new Written(state, writes))));
      if (durable) {
        file.force();
      }
    }
    disk.replace(fresh, name);
    if (durable) {
      disk.forceDirectory("");
    }
    return mark();
  }

  private Optional<Disk> disk() throws DiskException {
    if (opened.isEmpty()) {
      opened = place.there();
    }
    return opened;
  }

  private Disk made() throws DiskException {
    if (opened.isEmpty()) {
      opened = Optional.of(place.made());
    }
    return opened.get();
  }

  private static Mark.Facts facts(FileFacts facts) {
    return new Mark.Facts(facts.inode(), facts.size(), facts.modified(), facts.changed());
  }
}
