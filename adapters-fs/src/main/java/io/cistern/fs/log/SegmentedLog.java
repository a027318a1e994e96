package io.cistern.fs.log;

import io.cistern.application.port.CommitLog;
import io.cistern.application.port.Compactor.Size;
import io.cistern.application.port.HeldLock;
import io.cistern.application.port.Manifest;
import io.cistern.domain.failure.Invariant;
import io.cistern.domain.journal.Committed;
import io.cistern.domain.journal.LogRecord;
import io.cistern.domain.journal.RecordGroup;
import io.cistern.domain.journal.Retirement;
import io.cistern.domain.journal.Sequence;
import io.cistern.domain.workspace.WorkspacePath;
import io.cistern.fs.disk.Disk;
import io.cistern.fs.disk.DiskException;
import io.cistern.fs.log.checkpoint.CheckpointReader;
import io.cistern.fs.log.codec.ByteWriter;
import io.cistern.fs.log.codec.LogFailures;
import io.cistern.fs.log.codec.Names;
import io.cistern.fs.log.codec.RecordCodec;
import io.cistern.fs.log.segment.Forces;
import io.cistern.fs.log.segment.Frame;
import io.cistern.fs.log.segment.Segment;
import io.cistern.fs.log.segment.SegmentWriter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * The commit log in segments. All methods but {@link #unretired} and {@link #manifest} run under the mirror lock, so on
 * one thread at a time; those two are safe for use by many threads.
 *
 * <p>When a force fails, or a write after which bytes may be visible, this object writes no more and answers
 * {@code MIRROR_TAINTED}; what was staged for such a commit must be left alone, because the next process may find the
 * commit and finish it. {@code LOCAL_DISK_FULL} says that nothing was written.
 */
public final class SegmentedLog implements CommitLog, AutoCloseable {
  /**
   * Small enough that the recent groups which stay after a compaction drag little along, large enough that the two forces
   * of a new segment are few among those of its commits.
   */
  public static final long SEGMENT_BYTES = 2L << 20;

  private final long segmentBytes;
  private final Predecessor predecessor;
  private final LogDirectory directory;
  private final Forces forces;
  private final CatchingUp catchingUp;
  private final RecoveryRoom room;
  private final FileManifest manifest = new FileManifest();
  private Optional<LogPosition> position = Optional.empty();
  private long roomForRetirements;

  /**
   * A log that has been created before; nothing is read until {@link #catchUp}.
   *
   * @param mirror the id in the mirror's identity; a log of another mirror is refused
   * @param segmentBytes after so many bytes the next segment is begun
   * @param unique gives numbers that never come twice, for names and salts
   */
  public SegmentedLog(Disk disk, String mirror, long segmentBytes, Predecessor predecessor, LongSupplier unique) {
    this.segmentBytes = segmentBytes;
    this.predecessor = predecessor;
    this.directory = new LogDirectory(disk, mirror, unique);
    this.forces = new Forces(disk);
    this.room = new RecoveryRoom(disk);
    this.catchingUp = new CatchingUp(directory, forces, manifest);
  }

  /** The fold of this log as of the last catching up and what this process wrote since; empty before the first. */
  public Manifest manifest() {
    return manifest;
  }

  @Override
  public CaughtUp catchUp(HeldLock held) {
    held.ensureValid();
    forces.refuseIfTainted();
    boolean trusted = predecessor.leftInOrder();
    return LogFailures.translated(() -> {
      if (trusted && position.isPresent() && position.get().unchanged(directory.disk())) {
        return new CaughtUp(false, List.of());
      }
      CatchingUp.Result result = catchingUp.run(position, trusted);
      position = Optional.of(result.position());
      return new CaughtUp(true, result.evidence().stream().toList());
    });
  }

  @Override
  public List<Unretired> unretired() {
    return manifest.unretired();
  }

  @Override
  public List<Sequence> append(HeldLock held, List<RecordGroup> groups) {
    LogPosition here = begin(held);
    checkEachPathOnce(groups);
    if (groups.isEmpty()) {
      return List.of();
    }
    return LogFailures.translated(() -> {
      if (here.writer().end() >= segmentBytes) {
        rollIfThereIsRoom(here);
      }
      List<Committed> committed = new ArrayList<>(groups.size());
      ByteWriter batch = new ByteWriter(groups.size() * 256);
      long room = roomForRetirements;
      Sequence next = manifest.at().next();
      for (RecordGroup group : groups) {
        byte[] payload = RecordCodec.group(group);
        here.writer().pack(batch, Frame.Kind.DATA, next.number(), payload);
        room += roomForRetirement(group, payload.length);
        committed.add(new Committed(next, group));
        next = next.next();
      }
      // F17: what takes room leaves enough of it for what gives room back.
      long kept = groups.stream().allMatch(RecordGroup::freesRoom) ? 0 : SegmentWriter.KEPT;
      here.writer().reserve(batch.length() + room + kept);
      here.writer().write(batch);
      here.writer().force();
      roomForRetirements = room;
      manifest.change(fold -> {
        for (Committed one : committed) {
          fold.apply(one);
        }
        return fold;
      });
      return committed.stream().map(Committed::at).toList();
    });
  }

  @Override
  public void retire(HeldLock held, List<Retirement> retirements) {
    LogPosition here = begin(held);
    if (retirements.isEmpty()) {
      return;
    }
    for (Retirement retirement : retirements) {
      boolean open = manifest.ask(fold -> fold.isUnretired(retirement.of()));
      Invariant.check(open, "a group is retired once, after it was committed");
    }
    LogFailures.translated(() -> {
      ByteWriter batch = new ByteWriter(retirements.size() * 128);
      for (Retirement retirement : retirements) {
        byte[] payload = RecordCodec.retirement(retirement);
        here.writer().pack(batch, Frame.Kind.RETIRED, retirement.of().number(), payload);
      }
      here.writer().reserve(batch.length());
      here.writer().write(batch);
      if (retirements.stream().anyMatch(Retirement::mustBeForced)) {
        here.writer().force();
      }
      int left = manifest.change(fold -> {
        for (Retirement retirement : retirements) {
          fold.retire(retirement);
        }
        return fold.unretiredCount();
      });
      if (left == 0) {
        roomForRetirements = 0;
      }
      return left;
    });
  }

  @Override
  public void force(HeldLock held) {
    begin(held).writer().force();
  }

  @Override
  public void keepRoom(HeldLock held) {
    begin(held);
    LogFailures.translated(() -> {
      room.keep();
      return true;
    });
  }

  @Override
  public boolean giveRoomBack(HeldLock held) {
    held.ensureValid();
    forces.refuseIfTainted();
    return LogFailures.translated(room::giveBack);
  }

  /** Bytes of log behind the checkpoint, as of the last catching up and what this process wrote since. */
  public long logBytes() {
    return position.map(LogPosition::logBytes).orElse(0L);
  }

  /** What there is to compact. */
  Size size() {
    return manifest.ask(fold -> sizeOf(fold, logBytes()));
  }

  static Size sizeOf(Fold fold, long logBytes) {
    long folded = fold.base().map(checkpoint -> checkpoint.header().upTo().number()).orElse(0L);
    return new Size(
        logBytes, fold.base().map(CheckpointReader::length).orElse(0L), fold.at().number() - folded);
  }

  /** Makes what was written so far a closed segment; the next group stands in another one. */
  LogPosition closeSegment(HeldLock held) throws DiskException {
    LogPosition here = begin(held);
    if (!here.writer().isEmpty()) {
      roll(here);
    }
    return here;
  }

  /** Goes over to what the pointer names now. */
  void reload(HeldLock held) throws DiskException {
    LogPosition here = begin(held);
    position = Optional.of(catchingUp.run(Optional.empty(), true).position());
    here.writer().close();
  }

  LogDirectory directory() {
    return directory;
  }

  Forces forces() {
    return forces;
  }

  /** Lets go of the files; the log can be opened again. */
  @Override
  public void close() {
    position.ifPresent(here -> here.writer().close());
    position = Optional.empty();
    manifest.switchTo(new Fold(Optional.empty()));
  }

  private LogPosition begin(HeldLock held) {
    held.ensureValid();
    forces.refuseIfTainted();
    Invariant.check(position.isPresent(), "I5: whoever takes the mirror lock catches up before writing");
    return position.orElseThrow();
  }

  /** A segment may as well grow beyond its size; a new one that has no room for a removal may not be begun. */
  private void rollIfThereIsRoom(LogPosition here) throws DiskException {
    try {
      roll(here);
    } catch (DiskException refused) {
      if (refused.kind() != DiskException.Kind.NO_SPACE) {
        throw refused;
      }
    }
  }

  /** The old segment is durable before the new one, which says where it ends, has a name. */
  private void roll(LogPosition here) throws DiskException {
    SegmentWriter old = here.writer();
    old.force();
    Segment next = directory.create(
        forces, old.header().number() + 1, manifest.at().next(), old.end(), List.of());
    old.trim();
    long length = next.header().bornLength();
    here.continueIn(new SegmentWriter(next, length, length, forces));
  }

  private void checkEachPathOnce(List<RecordGroup> groups) {
    Set<WorkspacePath> seen = new HashSet<>(manifest.ask(Fold::unretiredPaths));
    for (RecordGroup group : groups) {
      for (LogRecord.Switched record : group.switches()) {
        Invariant.check(
            seen.add(record.publication().path()), "F8: a path has at most one record that is not retired");
      }
    }
  }

  /**
   * At most so many bytes will the retirement take: each outcome names its path, and in the worst case an entry made of
   * the one before or after, with a reason that names a conflict copy.
   */
  private long roomForRetirement(RecordGroup group, int payloadLength) {
    long outcomes = 2L * payloadLength;
    for (LogRecord.Switched record : group.switches()) {
      byte[] name = Names.bytes(record.publication().path().value());
      int before = manifest.ask(fold -> fold.find(name)).map(row -> row.body().length).orElse(0);
      outcomes += before + 3L * name.length + 512;
    }
    return Frame.packedSize(outcomes);
  }
}
