package io.cistern.fs.workspace;

import io.cistern.fs.disk.Disk;
import io.cistern.fs.disk.DiskException;
import java.util.ArrayList;
import java.util.List;

/** Writes the journal anew, with one record per file and the newest changes, and puts it in the old one's place. */
final class JournalRewrite {
  /** How much history is kept; a cursor from before it replays from the oldest kept change (contract 7.8). */
  static final long KEPT_CHANGES = 1_000_000;

  private static final int BATCH = 1024;

  private final WorkspaceJournal target;
  private final List<JournalRecord> batch = new ArrayList<>(BATCH);

  private JournalRewrite(WorkspaceJournal target) {
    this.target = target;
  }

  /** Nobody uses the ledger meanwhile, nor after it; open another one. */
  static void run(Disk state, Ledger ledger) throws DiskException {
    if (state.look(WorkspaceJournal.NEXT_NAME).isPresent()) {
      state.unlink(WorkspaceJournal.NEXT_NAME);
    }
    WorkspaceJournal target = WorkspaceJournal.create(state, WorkspaceJournal.NEXT_NAME);
    try (target) {
      new JournalRewrite(target).copy(ledger);
      target.force();
    }
    state.replace(WorkspaceJournal.NEXT_NAME, WorkspaceJournal.NAME);
    state.forceDirectory("");
  }

  private void copy(Ledger ledger) throws DiskException {
    add(ledger.header());
    for (FileEntry file : ledger.files().all()) {
      add(new JournalRecord.Carried(file));
    }
    long kept = ledger.oldestKept(KEPT_CHANGES);
    JournalReader reader = ledger.journal().from(0);
    for (JournalReader.Positioned at = reader.next(); at != null; at = reader.next()) {
      switch (at.record()) {
        case JournalRecord.Changed(var change, _, _) when change.number() >= kept ->
          add(new JournalRecord.Past(change));
        case JournalRecord.Past(var change) when change.number() >= kept -> add(new JournalRecord.Past(change));
        case JournalRecord.Changed _, JournalRecord.Past _,JournalRecord.Header _, JournalRecord.Settled _,JournalRecord.Carried _ ->
          {}
      }
    }
    flush();
  }

  private void add(JournalRecord record) throws DiskException {
    batch.add(record);
    if (batch.size() == BATCH) {
      flush();
    }
  }

  private void flush() throws DiskException {
    target.append(batch);
    batch.clear();
  }
}
