package io.cistern.fs.log;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.cistern.application.port.CommitLog.Unretired;
import io.cistern.application.port.Manifest;
import io.cistern.domain.bootstrap.BootstrapProgress;
import io.cistern.domain.journal.Landmarks;
import io.cistern.domain.journal.Sequence;
import io.cistern.domain.manifest.PathEntry;
import io.cistern.domain.manifest.StateCounts;
import io.cistern.domain.placeholder.Pins;
import io.cistern.domain.workspace.EventCursor;
import io.cistern.fs.disk.DiskException;
import io.cistern.fs.log.checkpoint.Row;
import io.cistern.fs.log.codec.LogFailures;
import io.cistern.fs.log.codec.Names;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Queue;

/**
 * Lets many threads ask one {@link Fold} while the log changes it. Every question holds the fold for a moment only;
 * an iteration reads ahead a little and reads again when something has changed since.
 *
 * <p>Empty until it is first given a fold. Failures to read are {@code LOCAL_IO} or {@code MIRROR_DAMAGED}.
 */
public final class FileManifest implements Manifest {
  /** Enough to make taking the fold cheap per entry, little enough to throw away. */
  private static final int READ_AHEAD = 128;

  @GuardedBy("this")
  private Fold fold = new Fold(Optional.empty());

  @GuardedBy("this")
  private long version;

  FileManifest() {}

  /** Something to do with the fold while nobody else can. */
  @FunctionalInterface
  interface FoldWork<T> {
    T run(Fold fold) throws DiskException;
  }

  synchronized <T> T ask(FoldWork<T> question) {
    Fold current = fold;
    return LogFailures.translated(() -> question.run(current));
  }

  synchronized <T> T change(FoldWork<T> change) {
    version++;
    Fold current = fold;
    return LogFailures.translated(() -> change.run(current));
  }

  /** Goes over to another fold and closes the one before. */
  synchronized void switchTo(Fold next) {
    version++;
    fold.close();
    fold = next;
  }

  @Override
  public Sequence at() {
    return ask(Fold::at);
  }

  @Override
  public Optional<PathEntry> find(String name) {
    return ask(fold -> fold.find(Names.bytes(name))).map(Row::entry);
  }

  @Override
  public Iterator<PathEntry> from(String prefix, String after) {
    return new Entries(Names.bytes(prefix), Names.bytes(after), false);
  }

  @Override
  public Iterator<PathEntry> withoutPlaceholders(String prefix) {
    return new Entries(Names.bytes(prefix), new byte[0], true);
  }

  @Override
  public StateCounts counts() {
    return ask(Fold::counts);
  }

  @Override
  public BootstrapProgress bootstrap() {
    return ask(Fold::bootstrap);
  }

  @Override
  public Optional<EventCursor> watermark() {
    return ask(Fold::watermark);
  }

  @Override
  public Landmarks landmarks() {
    return ask(Fold::landmarks);
  }

  @Override
  public Pins pins() {
    return ask(Fold::pins);
  }

  @Override
  public Optional<String> stagedName(String name) {
    return ask(fold -> fold.stagedName(name));
  }

  @Override
  public boolean isSwitching(String name) {
    return ask(fold -> fold.isSwitching(name));
  }

  List<Unretired> unretired() {
    return ask(Fold::unretired);
  }

  private synchronized long readAhead(Queue<Row> into, byte[] prefix, byte[] from, boolean withoutPlaceholders) {
    Fold current = fold;
    LogFailures.translated(() -> {
      MergedRows rows = new MergedRows(current, from, withoutPlaceholders);
      for (int i = 0; i < READ_AHEAD; i++) {
        Optional<Row> row = rows.next();
        if (row.isEmpty() || !Names.startsWith(row.get().name(), prefix)) {
          break;
        }
        into.add(row.get());
      }
      return into;
    });
    return version;
  }

  private synchronized boolean unchangedSince(long seen) {
    return version == seen;
  }

  /** An iteration; used by one thread at a time. */
  private final class Entries implements Iterator<PathEntry> {
    private final byte[] prefix;
    private final boolean withoutPlaceholders;
    private final Queue<Row> ahead = new ArrayDeque<>();
    private Optional<Row> reached = Optional.empty();
    private byte[] from;
    private long seen = -1;
    private boolean ended;

    Entries(byte[] prefix, byte[] after, boolean withoutPlaceholders) {
      this.prefix = prefix;
      this.withoutPlaceholders = withoutPlaceholders;
      this.from = after.length > 0 && Arrays.compareUnsigned(after, prefix) >= 0 ? successor(after) : prefix;
    }

    /** What this answers for is kept, so that the next entry is there even if it is removed meanwhile. */
    @Override
    public boolean hasNext() {
      if (reached.isEmpty()) {
        refill();
        reached = Optional.ofNullable(ahead.poll());
      }
      return reached.isPresent();
    }

    @Override
    public PathEntry next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      Row row = reached.orElseThrow();
      reached = Optional.empty();
      from = successor(row.name());
      return row.entry();
    }

    private void refill() {
      if (ended || (!ahead.isEmpty() && unchangedSince(seen))) {
        return;
      }
      ahead.clear();
      seen = readAhead(ahead, prefix, from, withoutPlaceholders);
      ended = ahead.isEmpty();
    }

    /** The first name that can follow. */
    private static byte[] successor(byte[] name) {
      return Arrays.copyOf(name, name.length + 1);
    }
  }
}
