package io.cistern.fs.workspace;

import io.cistern.application.port.WorkspaceStore.StoredChange;
import io.cistern.fs.disk.DiskException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * History, read back out of the journal: only every 64th change's place is kept in memory, so a million changes cost a
 * quarter of a megabyte. Safe for use by many threads.
 */
final class ChangeFeed {
  private static final int STEP = 64;

  private long[] numbers = new long[16];
  private long[] offsets = new long[16];
  private int marks;
  private long count;
  private long newest;

  /** Adds a change that the journal holds durably; numbers grow. */
  synchronized void add(long number, long offset) {
    if (count % STEP == 0) {
      if (marks == numbers.length) {
        numbers = Arrays.copyOf(numbers, marks * 2);
        offsets = Arrays.copyOf(offsets, marks * 2);
      }
      numbers[marks] = number;
      offsets[marks] = offset;
      marks++;
    }
    count++;
    newest = number;
  }

  synchronized long newest() {
    return newest;
  }

  synchronized long count() {
    return count;
  }

  /** A number that about {@code changes} changes have reached or passed, never fewer. */
  synchronized long numberBack(long changes) {
    long mark = (count - changes) / STEP;
    return mark <= 0 ? 0 : numbers[(int) mark];
  }

  /** Oldest first. */
  List<StoredChange> after(WorkspaceJournal journal, long number, int limit) throws DiskException {
    long last = newest();
    List<StoredChange> found = new ArrayList<>();
    if (number >= last || limit <= 0) {
      return found;
    }
    JournalReader reader = journal.from(offset(markAtOrBefore(number)));
    for (StoredChange change = next(reader); change != null; change = next(reader)) {
      if (change.number() > last || found.size() == limit) {
        return found;
      }
      if (change.number() > number) {
        found.add(change);
      }
    }
    return found;
  }

  /** Newest first. */
  List<StoredChange> before(WorkspaceJournal journal, long number, int limit) throws DiskException {
    long last = newest();
    if (count() == 0 || limit <= 0) {
      return List.of();
    }
    ArrayDeque<StoredChange> window = new ArrayDeque<>();
    int mark = Math.max(0, markAtOrBefore(number) - limit / STEP - 1);
    JournalReader reader = journal.from(offset(mark));
    for (StoredChange change = next(reader); change != null && change.number() < number
        && change.number() <= last; change = next(reader)) {
      window.addLast(change);
      if (window.size() > limit) {
        window.removeFirst();
      }
    }
    List<StoredChange> found = new ArrayList<>(window);
    Collections.reverse(found);
    return found;
  }

  Optional<StoredChange> at(WorkspaceJournal journal, long number) throws DiskException {
    return after(journal, number - 1, 1).stream().filter(change -> change.number() == number).findFirst();
  }

  private static @Nullable StoredChange next(JournalReader reader) throws DiskException {
    for (JournalReader.Positioned at = reader.next(); at != null; at = reader.next()) {
      if (at.record() instanceof JournalRecord.Changed(StoredChange change, _, _)) {
        return change;
      }
      if (at.record() instanceof JournalRecord.Past(StoredChange change)) {
        return change;
      }
    }
    return null;
  }

  private synchronized int markAtOrBefore(long number) {
    int at = Arrays.binarySearch(numbers, 0, marks, number);
    return at >= 0 ? at : Math.max(0, -at - 2);
  }

  private synchronized long offset(int mark) {
    return offsets[mark];
  }
}
