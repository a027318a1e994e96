package io.cistern.fs.workspace;

import io.cistern.application.port.WorkspaceStore.StoredChange;
import io.cistern.domain.manifest.Memo;
import io.cistern.domain.workspace.WorkspacePath;
import io.cistern.fs.disk.Disk;
import io.cistern.fs.disk.DiskException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the store knows: the fold of its journal, kept in step with it. Changed under the store's writing lock, read by
 * many.
 */
final class Ledger implements AutoCloseable {
  /** How far numbers jump when the journal's end was torn: no more changes than this share one force. */
  static final long GAP_AFTER_TEAR = 10_000;

  private final InstantSource clock;
  private final FileIndex files = new FileIndex();
  private final ChangeFeed feed = new ChangeFeed();
  private final Identities identities = new Identities();
  private final Map<WorkspacePath, Unsettled> unsettled = new LinkedHashMap<>();
  private final WorkspaceJournal journal;
  private String storeId = "";
  private long next = 1;
  private long records;

  /**
   * A path whose newest change may not be on the disk yet.
   *
   * @param file what shall be there, empty for nothing
   * @param before what may be there instead, oldest first
   */
  record Unsettled(Optional<FileEntry> file, String staged, List<FileEntry> before) {}

  Ledger(Disk state, String newStoreId, InstantSource clock) throws DiskException {
    this.clock = clock;
    this.journal = WorkspaceJournal.open(state, new JournalRecord.Header(newStoreId, 1), this::fold);
    if (journal.wasTorn()) {
      next += GAP_AFTER_TEAR;
    }
  }

  FileIndex files() {
    return files;
  }

  String storeId() {
    return storeId;
  }

  Identities identities() {
    return identities;
  }

  /** The number that the {@code ahead}-th change after the recorded ones will have. */
  long numberAhead(int ahead) {
    return next + ahead;
  }

  Collection<Map.Entry<WorkspacePath, Unsettled>> unsettled() {
    return List.copyOf(unsettled.entrySet());
  }

  /** Whether so much of the journal is about the past that writing it anew pays. */
  boolean isStale() {
    long needed = files.filesBelow("/") + Math.min(feed.count(), JournalRewrite.KEPT_CHANGES);
    return records > 2 * needed + 10_000;
  }

  /** Makes changes durable and visible as history; the files follow as each is settled. */
  void record(List<JournalRecord.Changed> changes) throws DiskException {
    if (changes.isEmpty()) {
      return;
    }
    List<Long> offsets = journal.append(changes);
    journal.force();
    for (int i = 0; i < changes.size(); i++) {
      StoredChange change = changes.get(i).change();
      next = Math.max(next, change.number() + 1);
      records++;
      identities.add(change, clock.instant());
      feed.add(change.number(), offsets.get(i));
    }
  }

  /** The disk shows this file, or nothing. Not forced: what is lost of it is found out again by hashing. */
  void settle(WorkspacePath path, Optional<FileEntry> file) throws DiskException {
    unsettled.remove(path);
    journal.append(List.of(new JournalRecord.Settled(path, file.map(FileEntry::memo))));
    records++;
    file.ifPresentOrElse(files::put, () -> files.remove(path));
  }

  /** Takes over a file as found, whose change is recorded with its memo. */
  void adopt(WorkspacePath path, Optional<FileEntry> file) {
    file.ifPresentOrElse(files::put, () -> files.remove(path));
  }

  List<StoredChange> changesAfter(long number, int limit) throws DiskException {
    return feed.after(journal, number, limit);
  }

  List<StoredChange> changesBefore(long number, int limit) throws DiskException {
    return feed.before(journal, number, limit);
  }

  Optional<StoredChange> change(long number) throws DiskException {
    return feed.at(journal, number);
  }

  /** The number from which on the newest {@code changes} changes lie. */
  long oldestKept(long changes) {
    return feed.numberBack(changes);
  }

  /** What a new journal has to begin with, for {@link JournalRewrite}. */
  JournalRecord.Header header() {
    return new JournalRecord.Header(storeId, next);
  }

  WorkspaceJournal journal() {
    return journal;
  }

  @Override
  public void close() {
    journal.close();
  }

  private void fold(long offset, JournalRecord record) {
    records++;
    switch (record) {
      case JournalRecord.Header(String id, long from) -> {
        storeId = id;
        next = Math.max(next, from);
      }
      case JournalRecord.Changed(StoredChange change, Optional<FileEntry> file, String staged) -> {
        remember(change, offset);
        foldChange(change, file, staged);
      }
      case JournalRecord.Settled(WorkspacePath path, Optional<Memo> memo) -> {
        unsettled.remove(path);
        memo.ifPresent(seen -> files.find(path).ifPresent(entry -> files.put(entry.lookingLike(seen))));
      }
      case JournalRecord.Carried(FileEntry file) -> files.put(file);
      case JournalRecord.Past(StoredChange change) -> remember(change, offset);
    }
  }

  private void foldChange(StoredChange change, Optional<FileEntry> file, String staged) {
    WorkspacePath path = new WorkspacePath(change.path());
    if (change.byAgent()) {
      List<FileEntry> before = new ArrayList<>();
      Optional.ofNullable(unsettled.get(path)).ifPresent(earlier -> before.addAll(earlier.before()));
      files.find(path).ifPresent(before::add);
      unsettled.put(path, new Unsettled(file, staged, List.copyOf(before)));
    } else {
      unsettled.remove(path);
    }
    adopt(path, file);
  }

  private void remember(StoredChange change, long offset) {
    next = Math.max(next, change.number() + 1);
    Instant now = clock.instant();
    identities.add(change, now);
    feed.add(change.number(), offset);
  }
}
