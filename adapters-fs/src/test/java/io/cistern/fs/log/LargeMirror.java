package io.cistern.fs.log;

import static io.cistern.fs.log.LogBench.HELD;

import io.cistern.application.port.MirrorReader.View;
import io.cistern.domain.journal.LogRecord;
import io.cistern.domain.journal.Origin;
import io.cistern.domain.journal.RecordGroup;
import io.cistern.domain.journal.Retirement;
import io.cistern.domain.journal.Sequence;
import io.cistern.domain.manifest.PathEntry;
import io.cistern.domain.manifest.PathState;
import io.cistern.fs.disk.Disk;
import io.cistern.fs.disk.DiskException;
import io.cistern.fs.disk.SystemDisk;
import io.cistern.fs.layout.MirrorLayout;
import io.cistern.fs.log.checkpoint.CheckpointWriter;
import io.cistern.fs.log.checkpoint.Row;
import io.cistern.fs.log.codec.EntryCodec;
import io.cistern.fs.log.codec.Names;
import io.cistern.fs.log.segment.Forces;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** What a program does with a mirror of many entries; started in a process of its own with a small heap. */
final class LargeMirror {
  /** Entries in one directory. */
  private static final int PER_DIRECTORY = 500;

  /** In a group, as in a page of a listing. */
  private static final int RECORDS = 1000;

  private LargeMirror() {}

  /** Arguments: what to do, the root, how many entries. Prints one line of result. */
  public static void main(String[] arguments) throws DiskException {
    Path root = Path.of(arguments[1]);
    long entries = Long.parseLong(arguments[2]);
    LongSupplier unique = new AtomicLong(System.nanoTime())::incrementAndGet;
    try (Disk disk = SystemDisk.open(root)) {
      switch (arguments[0]) {
        case "write" -> write(disk, entries, unique);
        case "look" -> look(disk, entries);
        case "fold" -> fold(disk, entries, unique);
        default -> throw new IllegalArgumentException(arguments[0]);
      }
    }
  }

  static String name(long i) {
    return String.format(Locale.ROOT, "/some/project/dir-%06d/file-%04d.txt", i / PER_DIRECTORY, i % PER_DIRECTORY);
  }

  private static PathEntry entry(long i) {
    PathState state = i % 100 == 0 ? PathState.HYDRATED : PathState.PLACEHOLDER;
    return LogBench.entry(name(i), state, "rev_" + i);
  }

  private static void write(Disk disk, long entries, LongSupplier unique) throws DiskException {
    disk.makeDirectory(MirrorLayout.CONTROL, 0700);
    new LogCreation(disk, LogBench.MIRROR, unique).createIfAbsent(HELD);
    LogDirectory directory = new LogDirectory(disk, LogBench.MIRROR, unique);
    Pointer pointer = directory.pointer().orElseThrow();
    Fold streamed = new Fold(Optional.empty());
    String name = MirrorLayout.checkpoint(streamed.at(), 1);
    CheckpointWriter writer = new CheckpointWriter(disk.create(name), pointer.mirror(), 2);
    for (long i = 0; i < entries; i++) {
      writer.add(new Row(Names.bytes(name(i)), EntryCodec.body(entry(i))));
    }
    writer.finish(streamed.at(), Optional.empty(), streamed.landmarks(), streamed.pins(), streamed.bootstrap());
    directory.switchTo(new Forces(disk), new Pointer(
        pointer.mirror(), 2, Optional.of(name.substring(name.lastIndexOf('/') + 1)), streamed.at(), 1));
    System.out.println("written " + entries);
  }

  /** A status, a lookup, the listing of one directory, all that is no placeholder. */
  private static void look(Disk disk, long entries) {
    View view = new ManifestReader(disk, LogBench.MIRROR).read();
    Map<PathState, Long> counts = view.manifest().counts().paths();
    String middle = name(entries / 2);
    boolean found = view.manifest().find(middle).isPresent() && view.manifest().find("/nothing").isEmpty();
    String directory = middle.substring(0, middle.lastIndexOf('/') + 1);
    System.out.println("looked " + counts.get(PathState.PLACEHOLDER) + " " + counts.get(PathState.HYDRATED) + " "
        + found + " " + count(view.manifest().from(directory, "")) + " "
        + count(view.manifest().withoutPlaceholders("")));
  }

  /** Writes a log as large as the checkpoint, so that all of it is in memory, and folds both. */
  private static void fold(Disk disk, long entries, LongSupplier unique) {
    SegmentedLog log =
        new SegmentedLog(disk, LogBench.MIRROR, SegmentedLog.SEGMENT_BYTES, () -> true, unique);
    log.catchUp(HELD);
    long next = 0;
    long grown;
    do {
      List<LogRecord> records = new ArrayList<>();
      for (int i = 0; i < RECORDS; i++) {
        // Every second entry anew, and names that were not there.
        String name = next % 3 == 0 ? name(entries + next) : name(next * 2 % entries);
        records.add(new LogRecord.Noted(LogBench.entry(name, PathState.PLACEHOLDER, "rev_new"), Origin.REMOTE_UPDATE));
        next++;
      }
      Sequence at = LogBench.commit(log, new RecordGroup(records));
      log.retire(HELD, List.of(new Retirement(at, List.of())));
      grown = log.logBytes();
      LogBench.foldIfDue(log, new LogBudget(0, 0));
    } while (log.logBytes() >= grown);
    System.out.println("folded " + (log.manifest().counts().total() > entries) + " " + log.logBytes());
  }

  private static long count(Iterator<PathEntry> entries) {
    long count = 0;
    while (entries.hasNext()) {
      entries.next();
      count++;
    }
    return count;
  }
}
