package io.cistern.fs.log;

import io.cistern.domain.journal.Sequence;
import io.cistern.fs.disk.Disk;
import io.cistern.fs.disk.DiskException;
import io.cistern.fs.disk.DiskFile;
import io.cistern.fs.layout.MirrorLayout;
import io.cistern.fs.log.codec.FileBytes;
import io.cistern.fs.log.codec.LogFailures;
import io.cistern.fs.log.segment.Forces;
import io.cistern.fs.log.segment.Frame;
import io.cistern.fs.log.segment.Segment;
import io.cistern.fs.log.segment.SegmentHeader;
import io.cistern.fs.log.segment.SegmentScanner;
import io.cistern.fs.log.segment.SegmentWriter;
import io.cistern.fs.log.segment.Unit;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * Makes the end of the log one that can be built on: keeps a torn tail as evidence, cuts it, and makes everything that
 * was read durable before anyone acts on it (flaws F1 and F12).
 */
final class TailMender {
  /** Evidence is copied in pieces of this size. */
  private static final int PIECE = 64 * 1024;

  private static final int OWNER_ONLY = 0700;

  private final LogDirectory directory;
  private final Forces forces;

  TailMender(LogDirectory directory, Forces forces) {
    this.directory = directory;
    this.forces = forces;
  }

  /**
   * @param evidence where a torn tail was kept
   */
  record Mended(SegmentWriter writer, Optional<String> evidence) {}

  /**
   * Mends the last segment and forces it and its name.
   *
   * @param trusted whether the last holder's forces can be believed; if not, what was not forced before is copied into
   *     a new segment, because the page cache may show what the disk never got (flaw F10)
   */
  Mended mend(Segment last, SegmentScanner.End end, boolean trusted) throws DiskException {
    if (end.damaged()) {
      throw LogFailures.damaged(last.name() + " does not read back at byte " + end.validEnd()
          + " although it was forced up to " + end.forced());
    }
    Optional<String> evidence = end.torn() ? Optional.of(keepTail(last, end)) : Optional.empty();
    if (!trusted && end.forced() < end.validEnd()) {
      SegmentWriter writer = rewritten(last, end);
      last.close();
      return new Mended(writer, evidence);
    }
    if (end.torn()) {
      last.file().truncate(end.validEnd());
      keepRoom(last, end.validEnd());
    }
    forces.file(last.file());
    forces.directory(MirrorLayout.LOG);
    return new Mended(new SegmentWriter(last, end.validEnd(), end.validEnd(), forces), evidence);
  }

  /** Cutting gave back what was reserved, too. On a full disk the room may be gone by now, and nothing can be done. */
  private static void keepRoom(Segment segment, long end) throws DiskException {
    try {
      segment.file().reserve(end + SegmentWriter.KEPT);
    } catch (DiskException refused) {
      if (refused.kind() != DiskException.Kind.NO_SPACE) {
        throw refused;
      }
    }
  }

  private SegmentWriter rewritten(Segment last, SegmentScanner.End end) throws DiskException {
    List<Unit> all = new ArrayList<>();
    new SegmentScanner(last).readToEnd(SegmentHeader.BYTES, last.header().first(), all::add);
    List<Unit> tail = all.stream().filter(unit -> unit.at() >= end.forced()).toList();
    long tailGroups = tail.stream().filter(unit -> unit.kind() == Frame.Kind.DATA).count();
    Sequence first = new Sequence(end.next().number() - tailGroups);
    long number = last.header().number() + 1;
    Segment next = directory.create(forces, number, first, end.forced(), tail);
    long length = next.header().bornLength();
    return new SegmentWriter(next, length, length, forces);
  }

  private String keepTail(Segment segment, SegmentScanner.End end) throws DiskException {
    Disk disk = directory.disk();
    CRC32C checksum = new CRC32C();
    copy(segment.file(), end, piece -> checksum.update(piece));
    String name =
        MirrorLayout.tornTail(segment.header().number(), end.validEnd(), (int) checksum.getValue());
    if (disk.look(name).isPresent()) {
      return name;
    }
    if (disk.look(MirrorLayout.QUARANTINE).isEmpty()) {
      disk.makeDirectory(MirrorLayout.QUARANTINE, OWNER_ONLY);
      forces.directory(MirrorLayout.CONTROL);
    }
    String temporary = MirrorLayout.temporary(segment.name(), directory.nextUnique());
    try (DiskFile copy = disk.create(temporary)) {
      long[] at = {0};
      copy(segment.file(), end, piece -> {
        int length = piece.remaining();
        copy.write(at[0], piece);
        at[0] += length;
      });
      forces.file(copy);
      disk.rename(temporary, name);
    } catch (DiskException | RuntimeException failed) {
      directory.dropQuietly(temporary);
      throw failed;
    }
    forces.directory(MirrorLayout.QUARANTINE);
    return name;
  }

  /** Takes a piece of a tail. */
  @FunctionalInterface
  private interface PieceSink {
    void take(ByteBuffer piece) throws DiskException;
  }

  private static void copy(DiskFile file, SegmentScanner.End end, PieceSink sink) throws DiskException {
    for (long at = end.validEnd(); at < end.fileLength();) {
      byte[] piece = FileBytes.read(file, at, (int) Math.min(PIECE, end.fileLength() - at));
      if (piece.length == 0) {
        return;
      }
      sink.take(ByteBuffer.wrap(piece));
      at += piece.length;
    }
  }
}
