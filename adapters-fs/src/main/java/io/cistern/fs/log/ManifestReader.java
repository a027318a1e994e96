package io.cistern.fs.log;

import io.cistern.application.port.History;
import io.cistern.application.port.MirrorReader;
import io.cistern.domain.compaction.CompactionResult;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.journal.Sequence;
import io.cistern.fs.disk.Disk;
import io.cistern.fs.disk.DiskException;
import io.cistern.fs.log.codec.LogFailures;
import io.cistern.fs.log.segment.Segment;
import io.cistern.fs.log.segment.SegmentHeader;
import io.cistern.fs.log.segment.SegmentScanner;
import java.lang.ref.Cleaner;
import java.util.List;
import java.util.Optional;

/**
 * Reads a mirror's state without a lock while others write: pointer, checkpoint, segments that join, whole groups, and
 * the pointer again; when it changed or a file was missing, from the start (flaw F11). Never writes. Safe for use by
 * many threads.
 */
public final class ManifestReader implements MirrorReader, History {
  /** Each try is spoilt only by a switch of the pointer, which takes a whole fold; so many in a row do not happen. */
  private static final int MAX_TRIES = 32;

  /**
   * A reader can see half of a write and, a moment later, a frame that speaks of it; a third look at the same bytes shows
   * them whole. Only what stays bad is damage.
   */
  private static final int MAX_LOOKS_AT_DAMAGE = 4;

  private static final Cleaner CLEANER = Cleaner.create();

  private final LogDirectory directory;
  private final LogReader reader;

  /**
   * @param mirror the id in the mirror's identity
   */
  public ManifestReader(Disk disk, String mirror) {
    this.directory = new LogDirectory(disk, mirror, () -> 0L);
    this.reader = new LogReader(directory);
  }

  /** Something read between two equal pointers. */
  @FunctionalInterface
  private interface Reading<T extends OpenFiles> {
    T under(Pointer pointer) throws DiskException;
  }

  /** {@inheritDoc} The checkpoint stays open as long as the view can be reached. */
  @Override
  public View read() {
    LogReader.Loaded loaded = stable(this::load);
    loaded.segments().forEach(Segment::close);
    FileManifest manifest = new FileManifest();
    manifest.switchTo(loaded.fold());
    loaded.fold().base().ifPresent(checkpoint -> CLEANER.register(manifest, checkpoint::close));
    return new View(
        manifest, loaded.fold().unretiredCount() > 0, SegmentedLog.sizeOf(loaded.fold(), loaded.bytes()));
  }

  @Override
  public LogHistory history(Sequence from) {
    LogHistory history = stable(this::loadHistory);
    history.startAt(from);
    return history;
  }

  /** What a compaction that keeps so many groups would do now; folds everything, and writes nothing. */
  CompactionResult forecast(int keepRecent) {
    return stable(pointer -> CompactionForecast.under(directory, pointer, keepRecent)).result();
  }

  private LogReader.Loaded load(Pointer pointer) throws DiskException {
    LogReader.Loaded loaded = reader.load(pointer, false);
    if (loaded.end().damaged()) {
      loaded.close();
      throw damaged(loaded.segments().getLast(), loaded.end());
    }
    return loaded;
  }

  private LogHistory loadHistory(Pointer pointer) throws DiskException {
    List<Segment> segments = reader.openFrom(pointer.firstSegment(), false);
    if (segments.isEmpty()) {
      throw LogFailures.damaged("segment " + pointer.firstSegment() + " is missing");
    }
    LogHistory history = new LogHistory(segments);
    try {
      SegmentScanner.End end =
          reader.read(segments, SegmentHeader.BYTES, segments.getFirst().header().first(), history::note);
      if (end.damaged()) {
        throw damaged(segments.getLast(), end);
      }
      return history;
    } catch (DiskException | RuntimeException failed) {
      history.close();
      throw failed;
    }
  }

  private <T extends OpenFiles> T stable(Reading<T> reading) {
    int looksAtDamage = 0;
    for (int i = 0; i < MAX_TRIES; i++) {
      Pointer before = pointer();
      try {
        T result = reading.under(before);
        if (pointer().equals(before)) {
          return result;
        }
        result.close();
      } catch (DiskException missing) {
        if (missing.kind() != DiskException.Kind.NOT_FOUND) {
          throw LogFailures.of(missing);
        }
      } catch (CisternException bad) {
        boolean same = pointer().equals(before);
        looksAtDamage += same ? 1 : 0;
        if (!LogFailures.isDamage(bad) || looksAtDamage >= MAX_LOOKS_AT_DAMAGE) {
          throw bad;
        }
      }
    }
    throw new CisternException(
        new Failure.MirrorInUse("the mirror changes faster than it can be read; run the command again"));
  }

  private Pointer pointer() {
    Optional<Pointer> pointer = LogFailures.translated(directory::pointer);
    return pointer.orElseThrow(() -> LogFailures.damaged("the pointer of the log is missing"));
  }

  private static CisternException damaged(Segment segment, SegmentScanner.End end) {
    return LogFailures.damaged(segment.name() + " does not read back at byte " + end.validEnd()
        + " although it was forced up to " + end.forced());
  }
}
