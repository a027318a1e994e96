package io.cistern.fs.log;

import io.cistern.fs.disk.DiskException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;

/** The entries of a fold in order: checkpoint and changes merged. Valid while the fold does not change. */
final class MergedRows {
  private final Optional<CheckpointReader.Cursor> base;
  private final Iterator<Map.Entry<byte[], byte[]>> changes;
  private final boolean withoutPlaceholders;
  private Optional<Row> fromBase = Optional.empty();
  private Optional<Map.Entry<byte[], byte[]>> fromChanges = Optional.empty();

  /**
   * @param from the first name wanted, or a place between names
   */
  MergedRows(Fold fold, byte[] from, boolean withoutPlaceholders) throws DiskException {
    this.withoutPlaceholders = withoutPlaceholders;
    this.base = fold.base().isPresent()
        ? Optional.of(fold.base().get().from(from, withoutPlaceholders))
        : Optional.empty();
    this.changes = fold.changed().tailMap(from, true).entrySet().iterator();
    advanceBase();
    advanceChanges();
  }

  /** The next entry; empty at the end. */
  Optional<Row> next() throws DiskException {
    while (fromBase.isPresent() || fromChanges.isPresent()) {
      int order = order();
      if (order < 0) {
        Optional<Row> row = fromBase;
        advanceBase();
        return row;
      }
      if (order == 0) {
        advanceBase();
      }
      Map.Entry<byte[], byte[]> change = fromChanges.orElseThrow();
      advanceChanges();
      Row row = new Row(change.getKey(), change.getValue());
      if (!Fold.isGone(row.body()) && !(withoutPlaceholders && row.placeholder())) {
        return Optional.of(row);
      }
    }
    return Optional.empty();
  }

  private int order() {
    if (fromBase.isEmpty()) {
      return 1;
    }
    if (fromChanges.isEmpty()) {
      return -1;
    }
    return Arrays.compareUnsigned(fromBase.get().name(), fromChanges.get().getKey());
  }

  private void advanceBase() throws DiskException {
    fromBase = base.isPresent() ? base.get().next() : Optional.empty();
  }

  private void advanceChanges() {
    fromChanges = changes.hasNext() ? Optional.of(changes.next()) : Optional.empty();
  }
}
