package io.cistern.fs.log;

import io.cistern.application.port.HeldLock;
import io.cistern.domain.journal.Sequence;
import io.cistern.fs.disk.Disk;
import io.cistern.fs.disk.DiskException;
import io.cistern.fs.layout.MirrorLayout;
import io.cistern.fs.log.codec.LogFailures;
import io.cistern.fs.log.segment.Forces;
import io.cistern.fs.log.segment.Segment;
import io.cistern.fs.log.segment.SegmentHeader;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/** Makes the empty log of a new mirror. */
public final class LogCreation {
  private static final int OWNER_ONLY = 0700;

  private final LogDirectory directory;
  private final Forces forces;

  /**
   * @param unique as for {@link SegmentedLog}
   */
  public LogCreation(Disk disk, String mirror, LongSupplier unique) {
    this.directory = new LogDirectory(disk, mirror, unique);
    this.forces = new Forces(disk);
  }

  /**
   * Creates log directory, first segment and pointer, durably; the control directory exists. Does nothing when the log
   * is there, and goes on where an earlier attempt was cut.
   *
   * @throws io.cistern.domain.failure.CisternException {@code MIRROR_DAMAGED} when there are groups but no pointer
   */
  public void createIfAbsent(HeldLock held) {
    held.ensureValid();
    LogFailures.translated(() -> {
      Disk disk = directory.disk();
      if (disk.look(MirrorLayout.LOG).isEmpty()) {
        disk.makeDirectory(MirrorLayout.LOG, OWNER_ONLY);
      }
      forces.directory(MirrorLayout.CONTROL);
      if (directory.pointer().isEmpty()) {
        firstSegment();
        directory.switchTo(forces, new Pointer(directory.mirror(), 1, Optional.empty(), Sequence.NONE, 1));
      }
      return disk;
    });
  }

  /**
   * Whether an earlier attempt was cut, so that nothing can have been committed yet. Needs no lock: an attempt under way
   * looks the same.
   */
  public boolean isUnfinished() {
    return LogFailures.translated(() -> {
      Disk disk = directory.disk();
      return disk.look(MirrorLayout.LOG).isEmpty()
          || (disk.look(MirrorLayout.POINTER).isEmpty() && (directory.lastSegment().isEmpty() || isFirstAndEmpty()));
    });
  }

  private void firstSegment() throws DiskException {
    if (directory.lastSegment().isEmpty()) {
      directory.create(forces, 1, Sequence.NONE.next(), 0, List.of()).close();
    } else if (isFirstAndEmpty()) {
      forces.directory(MirrorLayout.LOG);
    } else {
      throw LogFailures.damaged("the pointer of the log is missing");
    }
  }

  private boolean isFirstAndEmpty() throws DiskException {
    Optional<Segment> first = directory.segment(1, false);
    boolean empty = directory.lastSegment().equals(OptionalLong.of(1)) && first.isPresent()
        && first.get().file().facts().size() == SegmentHeader.BYTES;
    first.ifPresent(Segment::close);
    return empty;
  }
}
