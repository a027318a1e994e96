package io.cistern.fs.log;

import io.cistern.application.port.HeldLock;
import io.cistern.application.port.MirrorRepair.LostGroup;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.journal.LogRecord;
import io.cistern.domain.journal.RecordGroup;
import io.cistern.domain.journal.Sequence;
import io.cistern.fs.disk.DirectoryEntry;
import io.cistern.fs.disk.Disk;
import io.cistern.fs.disk.DiskException;
import io.cistern.fs.disk.DiskFile;
import io.cistern.fs.layout.MirrorLayout;
import io.cistern.fs.log.checkpoint.CheckpointReader;
import io.cistern.fs.log.checkpoint.CheckpointWriter;
import io.cistern.fs.log.checkpoint.Row;
import io.cistern.fs.log.codec.LogFailures;
import io.cistern.fs.log.segment.Forces;
import io.cistern.fs.log.segment.Frame;
import io.cistern.fs.log.segment.Remains;
import io.cistern.fs.log.segment.Segment;
import io.cistern.fs.log.segment.SegmentHeader;
import io.cistern.fs.log.segment.SegmentScanner;
import io.cistern.fs.log.segment.Unit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * Makes a log that reads back of one that does not: writes the longest state that does as a new checkpoint and segment,
 * and moves the pointer to them. Until then nothing of the old log is changed. Used under the mirror lock only.
 */
public final class LogRepair {
  private final LogDirectory directory;
  private final Forces forces;

  /**
   * @param unique as for {@link SegmentedLog}
   */
  public LogRepair(Disk disk, String mirror, LongSupplier unique) {
    this.directory = new LogDirectory(disk, mirror, unique);
    this.forces = new Forces(disk);
  }

  /**
   * A log that does not read back.
   *
   * @param damage what does not, in words
   * @param kept the last group of the longest state that does
   * @param lastSeen the highest group that anything speaks of
   * @param lost groups after the kept state that can be read
   * @param staged staging names that groups of the kept state still need
   * @param files every file of the log, relative to the root
   */
  public record Diagnosis(
      String damage, Sequence kept, Sequence lastSeen, List<LostGroup> lost, Set<String> staged, List<String> files) {}

  /** Reads everything, and changes nothing; empty when it reads back. */
  public Optional<Diagnosis> diagnose(HeldLock held) {
    held.ensureValid();
    return LogFailures.translated(() -> {
      Optional<String> damage = damage();
      if (damage.isEmpty()) {
        return Optional.empty();
      }
      try (LongestPrefix search = new LongestPrefix(directory)) {
        LongestPrefix.Found found = search.search();
        Map<Sequence, LostGroup> lost = new TreeMap<>();
        long last = found.fold().at().number();
        for (Segment segment : search.segments()) {
          last = Math.max(last, new Remains(segment).collect(unit -> note(unit, found.fold().at(), lost)));
        }
        return Optional.of(new Diagnosis(
            damage.get(), found.fold().at(), new Sequence(last), List.copyOf(lost.values()),
            found.fold().stagedNames(), files()));
      }
    });
  }

  /**
   * Switches to the longest state that reads back, durably.
   *
   * @param secured run once that state is written beside the old log, just before the switch; files of the old log are
   *     removed after it
   */
  public void repair(HeldLock held, Securing secured) {
    held.ensureValid();
    forces.refuseIfTainted();
    LogFailures.translated(() -> {
      try (LongestPrefix search = new LongestPrefix(directory)) {
        Pointer next = write(search.search(), generation(search));
        secured.run();
        directory.switchTo(forces, next);
        directory.tidy(next);
        return next;
      }
    });
  }

  /** Keeps evidence safe. */
  @FunctionalInterface
  public interface Securing {
    void run() throws DiskException;
  }

  /** Why the log does not read back; empty when it does, to the last byte of its checkpoint. */
  private Optional<String> damage() throws DiskException {
    try {
      Pointer pointer = directory.pointer().orElseThrow(() -> LogFailures.damaged("the pointer of the log is missing"));
      try (LogReader.Loaded loaded = new LogReader(directory).load(pointer, false)) {
        Segment last = loaded.segments().getLast();
        if (loaded.end().damaged()) {
          throw LogFailures.damaged(last.name() + " does not read back at byte " + loaded.end().validEnd());
        }
        if (directory.lastSegment().orElse(0) > last.header().number()) {
          throw LogFailures.damaged("segment " + (last.header().number() + 1) + " is missing");
        }
        if (loaded.fold().base().isPresent()) {
          LongestPrefix.readWhole(loaded.fold().base().get());
        }
        if (pointer.firstSegment() < loaded.segments().getFirst().header().number()) {
          readHistory(pointer.firstSegment());
        }
      }
      return Optional.empty();
    } catch (CisternException bad) {
      if (!LogFailures.isDamage(bad)) {
        throw bad;
      }
      return Optional.of(bad.failure().message());
    } catch (DiskException missing) {
      if (missing.kind() != DiskException.Kind.NOT_FOUND) {
        throw missing;
      }
      return Optional.of("the mirror is damaged: " + missing.getMessage());
    }
  }

  /** Who only opens the mirror does not read these; who compacts it, or looks back, does. */
  private void readHistory(long first) throws DiskException {
    LogReader reader = new LogReader(directory);
    List<Segment> segments = reader.openFrom(first, false);
    try {
      SegmentScanner.End _ =
          reader.read(segments, SegmentHeader.BYTES, segments.getFirst().header().first(), unit -> {});
    } finally {
      segments.forEach(Segment::close);
    }
  }

  /**
   * Writes a state as a checkpoint and a segment that nothing points to yet. Groups that are not retired cannot be folded
   * (invariant I11), so they go into the segment, with all that followed the checkpoint they rest on.
   */
  private Pointer write(LongestPrefix.Found found, long generation) throws DiskException {
    boolean whole = found.fold().unretiredCount() == 0;
    Fold folded = whole ? found.fold() : new Fold(found.base());
    List<Unit> tail = whole
        ? List.of()
        : found.units().stream().filter(unit -> unit.sequence().compareTo(folded.at()) > 0).toList();
    long number = directory.lastSegment().orElse(0) + 1;
    directory.create(forces, number, folded.at().next(), 0, tail).close();
    if (folded.at().equals(Sequence.NONE)) {
      return new Pointer(directory.mirror(), generation + 1, Optional.empty(), Sequence.NONE, number);
    }
    return new Pointer(
        directory.mirror(), generation + 1, Optional.of(checkpoint(folded, generation + 1)), folded.at(), number);
  }

  /** Writes a fold as a checkpoint that nothing points to yet; its file name. */
  private String checkpoint(Fold folded, long generation) throws DiskException {
    String name = MirrorLayout.checkpoint(folded.at(), directory.nextUnique());
    String temporary = MirrorLayout.temporary(name, directory.nextUnique());
    try (DiskFile file = directory.disk().create(temporary)) {
      file.reserve(folded.base().map(CheckpointReader::length).orElse(0L));
      CheckpointWriter writer = new CheckpointWriter(file, directory.mirror(), generation);
      MergedRows rows = new MergedRows(folded, new byte[0], false);
      for (Optional<Row> row = rows.next(); row.isPresent(); row = rows.next()) {
        writer.add(row.get());
      }
      writer.finish(folded.at(), folded.watermark(), folded.landmarks(), folded.pins(), folded.bootstrap());
      forces.file(file);
      directory.disk().rename(temporary, name);
      return name.substring(MirrorLayout.LOG.length() + 1);
    } catch (DiskException | RuntimeException failed) {
      directory.dropQuietly(temporary);
      throw failed;
    }
  }

  /** The highest generation that anything speaks of, so that the next pointer differs from each there was. */
  private long generation(LongestPrefix search) throws DiskException {
    long pointed = 0;
    try {
      pointed = directory.pointer().map(Pointer::generation).orElse(0L);
    } catch (CisternException unreadable) {
      if (!LogFailures.isDamage(unreadable)) {
        throw unreadable;
      }
    }
    return Math.max(pointed, search.generation());
  }

  private List<String> files() throws DiskException {
    return directory.disk().list(MirrorLayout.LOG).stream()
        .filter(DirectoryEntry::readable)
        .map(DirectoryEntry::name)
        .filter(MirrorLayout::isOfTheLog)
        .sorted()
        .map(name -> MirrorLayout.LOG + "/" + name)
        .toList();
  }

  private static void note(Unit unit, Sequence kept, Map<Sequence, LostGroup> lost) {
    if (unit.kind() != Frame.Kind.DATA || unit.sequence().compareTo(kept) <= 0) {
      return;
    }
    try {
      lost.put(unit.sequence(), new LostGroup(unit.sequence(), names(unit.committed().group())));
    } catch (CisternException unreadable) {
      lost.put(unit.sequence(), new LostGroup(unit.sequence(), List.of()));
    }
  }

  private static List<String> names(RecordGroup group) {
    return group.records().stream().flatMap(record -> switch (record) {
      case LogRecord.Switched switched -> Stream.of(switched.publication().path().value());
      case LogRecord.Noted noted -> Stream.of(noted.after().name());
      case LogRecord.Forgotten forgotten -> Stream.of(forgotten.name());
      case LogRecord.Pinned pinned -> Stream.of(pinned.name());
      case LogRecord.Unpinned unpinned -> Stream.of(unpinned.name());
      case LogRecord.BootstrapMoved _, LogRecord.CursorMoved _,LogRecord.InSync _, LogRecord.Recovered _,LogRecord.PartOf _ ->
        Stream.<String>empty();
    }).distinct().toList();
  }
}
