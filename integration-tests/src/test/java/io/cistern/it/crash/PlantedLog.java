package io.cistern.it.crash;

import io.cistern.application.MirrorParts;
import io.cistern.application.port.CommitLog;
import io.cistern.application.port.HeldLock;
import io.cistern.domain.journal.RecordGroup;
import io.cistern.domain.journal.Sequence;
import io.cistern.fs.disk.DirectoryEntry;
import io.cistern.fs.disk.Disk;
import io.cistern.fs.disk.DiskException;
import io.cistern.fs.disk.DiskFile;
import io.cistern.fs.layout.MirrorLayout;
import io.cistern.fs.log.codec.ByteWriter;
import io.cistern.fs.log.codec.FileBytes;
import io.cistern.fs.log.codec.RecordCodec;
import io.cistern.fs.log.segment.Frame;
import io.cistern.fs.log.segment.SegmentHeader;
import io.cistern.fs.testing.Between;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A mirror whose log is the product's without one cure. */
final class PlantedLog {
  private static final Set<String> MOVING = Set.of("catchUp", "append", "retire", "force");

  private PlantedLog() {}

  /** F8: two groups are committed before either is published, and nobody asks whether they share a path. */
  static MirrorParts withTwoRecordsInFlight(MirrorParts parts, Disk disk) {
    CommitLog real = parts.log();
    return Planted.with(parts, Between.callersAnd(CommitLog.class, real, (method, arguments, call) -> switch (method) {
      case "append" -> {
        List<Sequence> numbers = write(disk, parts.manifest().at(), (List<?>) arguments[1]);
        real.catchUp((HeldLock) arguments[0]);
        yield numbers;
      }
      case "unretired" -> real.unretired().size() < 2 ? List.of() : call.go();
      default -> call.go();
    }));
  }

  /** Writes groups as the product does, but asks nothing. */
  private static List<Sequence> write(Disk disk, Sequence last, List<?> groups) throws DiskException {
    List<Sequence> numbers = new ArrayList<>();
    try (DiskFile file = disk.openToWrite(newestSegment(disk))) {
      long end = file.facts().size();
      long salt = SegmentHeader.parse(FileBytes.read(file, 0, SegmentHeader.BYTES), "a segment").salt();
      ByteWriter frames = new ByteWriter(1024);
      Sequence next = last.next();
      for (Object group : groups) {
        Frame.pack(frames, end, salt, Frame.Kind.DATA, next.number(), RecordCodec.group((RecordGroup) group), 0);
        numbers.add(next);
        next = next.next();
      }
      file.write(end, ByteBuffer.wrap(frames.toBytes()));
      file.force();
    }
    return numbers;
  }

  /** F19: nothing has happened as long as the segment that this process has open is as long as it left it. */
  static MirrorParts judgingByLength(MirrorParts parts, Disk disk) {
    OpenSegment open = new OpenSegment(disk);
    return Planted.with(parts, Between.callersAnd(CommitLog.class, parts.log(), (method, _, call) -> {
      if (method.equals("catchUp") && open.isAsLongAsBefore()) {
        return new CommitLog.CaughtUp(false, List.of());
      }
      Object result = call.go();
      if (MOVING.contains(method)) {
        open.measureTheNewest();
      }
      return result;
    }));
  }

  /** The segment that a process has open. */
  private static final class OpenSegment {
    private final Disk disk;
    private Optional<DiskFile> file = Optional.empty();
    private long length;

    OpenSegment(Disk disk) {
      this.disk = disk;
    }

    boolean isAsLongAsBefore() throws DiskException {
      return file.isPresent() && file.get().facts().size() == length;
    }

    void measureTheNewest() throws DiskException {
      file.ifPresent(DiskFile::close);
      DiskFile newest = disk.openToRead(newestSegment(disk));
      file = Optional.of(newest);
      length = newest.facts().size();
    }
  }

  private static String newestSegment(Disk disk) throws DiskException {
    return disk.list(MirrorLayout.LOG).stream()
        .map(DirectoryEntry::name)
        .filter(name -> MirrorLayout.segmentNumber(name).isPresent())
        .max(String::compareTo)
        .map(name -> MirrorLayout.LOG + "/" + name)
        .orElseThrow();
  }
}
