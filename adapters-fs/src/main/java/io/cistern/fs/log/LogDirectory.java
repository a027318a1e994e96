package io.cistern.fs.log;

import io.cistern.domain.journal.Sequence;
import io.cistern.fs.disk.DirectoryEntry;
import io.cistern.fs.disk.Disk;
import io.cistern.fs.disk.DiskException;
import io.cistern.fs.disk.DiskFile;
import io.cistern.fs.layout.MirrorLayout;
import io.cistern.fs.log.checkpoint.CheckpointReader;
import io.cistern.fs.log.codec.ByteWriter;
import io.cistern.fs.log.codec.FileBytes;
import io.cistern.fs.log.codec.LogFailures;
import io.cistern.fs.log.segment.Forces;
import io.cistern.fs.log.segment.Frame;
import io.cistern.fs.log.segment.Segment;
import io.cistern.fs.log.segment.SegmentHeader;
import io.cistern.fs.log.segment.SegmentWriter;
import io.cistern.fs.log.segment.Unit;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;

/** The files of the log: opens them, and makes new ones so that a name never stands for less than the whole. */
final class LogDirectory {
  private static final Pattern CANONICAL_ID =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

  private final Disk disk;
  private final UUID mirror;
  private final LongSupplier unique;

  /**
   * @param mirror the id in the mirror's identity, of any form; kept as the UUID that it is, or else that it stands for
   */
  LogDirectory(Disk disk, String mirror, LongSupplier unique) {
    this.disk = disk;
    this.mirror = idOf(mirror);
    this.unique = unique;
  }

  Disk disk() {
    return disk;
  }

  UUID mirror() {
    return mirror;
  }

  long nextUnique() {
    return unique.getAsLong();
  }

  /** The pointer of this mirror; empty when there is none. */
  Optional<Pointer> pointer() throws DiskException {
    try (DiskFile file = disk.openToRead(MirrorLayout.POINTER)) {
      Pointer pointer = Pointer.parse(FileBytes.read(file, 0, Pointer.MAX_BYTES));
      if (!pointer.mirror().equals(mirror)) {
        throw LogFailures.damaged("the log belongs to mirror " + pointer.mirror() + ", this is " + mirror);
      }
      return Optional.of(pointer);
    } catch (DiskException missing) {
      if (missing.kind() == DiskException.Kind.NOT_FOUND) {
        return Optional.empty();
      }
      throw missing;
    }
  }

  /** Opens the checkpoint that a pointer names. */
  Optional<CheckpointReader> checkpoint(Pointer pointer) throws DiskException {
    if (pointer.checkpoint().isEmpty()) {
      return Optional.empty();
    }
    String name = MirrorLayout.LOG + "/" + pointer.checkpoint().get();
    DiskFile file = disk.openToRead(name);
    try {
      CheckpointReader reader = CheckpointReader.open(file, name, mirror, pointer.generation());
      if (!reader.header().upTo().equals(pointer.upTo())) {
        throw LogFailures.damaged(name + " is not the checkpoint that the pointer means");
      }
      return Optional.of(reader);
    } catch (DiskException | RuntimeException failed) {
      file.close();
      throw failed;
    }
  }

  /** Opens a segment; empty when there is none of that number. */
  Optional<Segment> segment(long number, boolean toWrite) throws DiskException {
    String name = MirrorLayout.segment(number);
    DiskFile file;
    try {
      file = toWrite ? disk.openToWrite(name) : disk.openToRead(name);
    } catch (DiskException missing) {
      if (missing.kind() == DiskException.Kind.NOT_FOUND) {
        return Optional.empty();
      }
      throw missing;
    }
    try {
      SegmentHeader header = SegmentHeader.parse(FileBytes.read(file, 0, SegmentHeader.BYTES), name);
      if (!header.mirror().equals(mirror)) {
        throw LogFailures.damaged(name + " belongs to mirror " + header.mirror() + ", this is " + mirror);
      }
      if (header.number() != number) {
        throw LogFailures.damaged(name + " says it is segment " + header.number());
      }
      return Optional.of(new Segment(header, name, file));
    } catch (DiskException | RuntimeException failed) {
      file.close();
      throw failed;
    }
  }

  /**
   * Makes the next segment: written under a temporary name, forced, named, and the name forced.
   *
   * @param first the number of the first group that may stand in it
   * @param previousEnd where the segment before it ends from now on
   * @param tail what it begins with: units that stand above that end in the segment before
   */
  Segment create(Forces forces, long number, Sequence first, long previousEnd, List<Unit> tail)
      throws DiskException {
    String name = MirrorLayout.segment(number);
    String temporary = MirrorLayout.temporary(name, nextUnique());
    long salt = nextUnique();
    ByteWriter content = new ByteWriter(4096);
    for (Unit unit : tail) {
      Frame.pack(content, SegmentHeader.BYTES, salt, unit.kind(), unit.sequence().number(), unit.payload(), 0);
    }
    long length = SegmentHeader.BYTES + (long) content.length();
    SegmentHeader header = new SegmentHeader(mirror, number, first, salt, previousEnd, length);
    DiskFile file = disk.create(temporary);
    try {
      SegmentWriter.reserveIn(file, length + SegmentWriter.KEPT);
      file.write(0, ByteBuffer.wrap(header.toBytes()));
      file.write(SegmentHeader.BYTES, ByteBuffer.wrap(content.array(), 0, content.length()));
      forces.file(file);
      disk.rename(temporary, name);
      forces.directory(MirrorLayout.LOG);
      return new Segment(header, name, file);
    } catch (DiskException | RuntimeException failed) {
      file.close();
      dropQuietly(temporary);
      throw failed;
    }
  }

  /**
   * Moves the pointer. The directory is forced before, so that a durable pointer never names what is not there, and
   * after, before anything it named until now may go.
   */
  void switchTo(Forces forces, Pointer next) throws DiskException {
    String temporary = MirrorLayout.temporary(MirrorLayout.POINTER, nextUnique());
    try (DiskFile file = disk.create(temporary)) {
      file.write(0, ByteBuffer.wrap(next.toBytes()));
      forces.file(file);
      forces.directory(MirrorLayout.LOG);
      disk.replace(temporary, MirrorLayout.POINTER);
    } catch (DiskException | RuntimeException failed) {
      dropQuietly(temporary);
      throw failed;
    }
    forces.directory(MirrorLayout.LOG);
  }

  /** Removes what this pointer does not need. Only after everything the pointer needs was forced (flaw F12). */
  void tidy(Pointer pointer) throws DiskException {
    for (DirectoryEntry entry : disk.list(MirrorLayout.LOG)) {
      if (entry.readable() && MirrorLayout.isDisposable(entry.name(), pointer.firstSegment(), pointer.checkpoint())) {
        dropQuietly(MirrorLayout.LOG + "/" + entry.name());
      }
    }
  }

  /** The highest number of a segment file; empty when there is none. */
  OptionalLong lastSegment() throws DiskException {
    return disk.list(MirrorLayout.LOG).stream()
        .map(entry -> MirrorLayout.segmentNumber(entry.name()))
        .filter(OptionalLong::isPresent)
        .mapToLong(OptionalLong::getAsLong)
        .max();
  }

  /** Best effort: what cannot be removed now is removed by a later catching up. */
  void dropQuietly(String name) {
    try {
      disk.unlink(name);
    } catch (DiskException _) {
      // A leftover costs room and nothing else.
    }
  }

  private static UUID idOf(String mirror) {
    return CANONICAL_ID.matcher(mirror).matches()
        ? UUID.fromString(mirror)
        : UUID.nameUUIDFromBytes(mirror.getBytes(StandardCharsets.UTF_8));
  }
}
