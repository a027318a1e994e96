package io.cistern.application.testing;

import io.cistern.application.port.Compactor;
import io.cistern.application.port.HeldLock;
import io.cistern.domain.compaction.CompactionNotes;
import io.cistern.domain.compaction.CompactionResult;
import io.cistern.domain.compaction.FoldedRange;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.journal.Sequence;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Compacts a mirror in memory, in which nothing gets shorter: only what is remembered of it changes. Whatever a test sets
 * is what it is about: what happens while a checkpoint is prepared, and how much room there is.
 */
public final class MemoryCompactor implements Compactor {
  private static final String MIRROR = "mirror-1";

  private final MemoryState state;
  private final MemoryLog log;
  private final MemoryManifest manifest;
  private OptionalLong freeBytes = OptionalLong.of(Long.MAX_VALUE);
  private final AtomicBoolean endless = new AtomicBoolean();
  private final AtomicInteger preparing = new AtomicInteger();
  private volatile Runnable whilePreparing = () -> {};

  MemoryCompactor(MemoryState state, MemoryLog log, MemoryManifest manifest) {
    this.state = state;
    this.log = log;
    this.manifest = manifest;
  }

  /** Results that are on the disk, so to say. */
  public List<Prepared> onDisk() {
    synchronized (state) {
      return List.copyOf(state.prepared);
    }
  }

  public void roomIs(OptionalLong bytes) {
    freeBytes = bytes;
  }

  /** Runs in the middle of each preparation. */
  public void whilePreparing(Runnable meanwhile) {
    whilePreparing = meanwhile;
  }

  /** Somebody else compacts, or repairs. */
  public void isSwitchedByAnother() {
    synchronized (state) {
      state.generation++;
    }
  }

  /** Which group the mirror's checkpoint goes up to. */
  public long foldedUpTo() {
    synchronized (state) {
      return state.foldedUpTo;
    }
  }

  @Override
  public Size size() {
    synchronized (state) {
      long groups = manifest.at().number() - state.foldedUpTo;
      return new Size(groups * 100, state.foldedUpTo, groups);
    }
  }

  @Override
  public OptionalLong freeBytes() {
    return freeBytes;
  }

  @Override
  public CompactionResult forecast(int keepRecent) {
    synchronized (state) {
      long upTo = manifest.at().number();
      return result(upTo, Math.max(1, upTo - keepRecent + 1));
    }
  }

  private static CompactionResult result(long upTo, long firstKept) {
    return new CompactionResult(new Sequence(firstKept), upTo, upTo - firstKept + 1, upTo * 100, 1, 1, 0);
  }

  @Override
  public Optional<Snapshot> snapshot(HeldLock held, int keepRecent) {
    held.ensureValid();
    synchronized (state) {
      if (size().groups() == 0 || !log.unretired().isEmpty()) {
        return Optional.empty();
      }
      long firstKept = Math.max(1, manifest.at().number() - keepRecent + 1);
      return Optional.of(new Snapshot(
          new FoldedRange(MIRROR, state.generation, manifest.at(), manifest.at().number() + 1, 7), firstKept));
    }
  }

  /** The next preparation goes on until it is asked to end. */
  public void nextNeverEnds() {
    endless.set(true);
  }

  /** How many preparations are under way. */
  public int preparing() {
    return preparing.get();
  }

  @Override
  public Prepared prepare(Snapshot snapshot, Runnable lookAround) {
    preparing.incrementAndGet();
    try {
      whilePreparing.run();
      boolean goesOn = endless.getAndSet(false);
      do {
        lookAround.run();
      } while (goesOn);
      return prepared(snapshot);
    } finally {
      preparing.decrementAndGet();
    }
  }

  private Prepared prepared(Snapshot snapshot) {
    synchronized (state) {
      if (state.generation != snapshot.range().generation()) {
        throw new CisternException(new Failure.LocalIo("log", "switched meanwhile"));
      }
      long upTo = snapshot.range().upTo().number();
      CompactionResult result = result(upTo, snapshot.firstKept());
      Prepared prepared =
          new Prepared(snapshot.range(), snapshot.firstKept(), "prepared-" + state.nextInode(), result);
      state.prepared.add(prepared);
      return prepared;
    }
  }

  @Override
  public Applied apply(HeldLock held, Prepared prepared) {
    held.ensureValid();
    synchronized (state) {
      state.prepared.remove(prepared);
      FoldedRange now = new FoldedRange(
          MIRROR, state.generation, manifest.at(), prepared.range().fence(), prepared.range().fenceSalt());
      Optional<String> stale = prepared.range().stale(now);
      if (stale.isPresent()) {
        return new Applied.Stale(stale.get());
      }
      state.generation++;
      state.foldedUpTo = prepared.range().upTo().number();
      return new Applied.Switched(prepared.result());
    }
  }

  @Override
  public void discard(Prepared prepared) {
    synchronized (state) {
      state.prepared.remove(prepared);
    }
  }

  @Override
  public boolean anyLeftBehind() {
    return !onDisk().isEmpty();
  }

  @Override
  public List<Prepared> leftBehind() {
    synchronized (state) {
      return new ArrayList<>(state.prepared);
    }
  }

  @Override
  public CompactionNotes notes() {
    synchronized (state) {
      return state.notes;
    }
  }

  @Override
  public void note(CompactionNotes notes) {
    synchronized (state) {
      state.notes = notes;
    }
  }
}
