package io.cistern.fs.workspace;

import io.cistern.application.port.WorkspaceStore.StoredChange;
import io.cistern.domain.manifest.Memo;
import io.cistern.domain.workspace.WorkspacePath;
import java.util.Optional;

/** One line of the store's diary. */
sealed interface JournalRecord {
  /**
   * The first record.
   *
   * @param storeId marks this store's staging names in the served directory
   * @param next no smaller number is ever given again
   */
  record Header(String storeId, long next) implements JournalRecord {}

  /**
   * A change that has been acknowledged, or is about to be.
   *
   * @param file what is known of the file afterwards, empty for a removal; its memo counts only once settled
   * @param staged the name in the served directory that holds the bytes until they are published; empty for what was
   *     found there
   */
  record Changed(StoredChange change, Optional<FileEntry> file, String staged) implements JournalRecord {}

  /** The disk shows the newest change of the path; a file then looks like this. */
  record Settled(WorkspacePath path, Optional<Memo> memo) implements JournalRecord {}

  /** A file carried over when the journal was written anew; its change may be forgotten. */
  record Carried(FileEntry file) implements JournalRecord {}

  /** A change carried over as history, with no effect on any file. */
  record Past(StoredChange change) implements JournalRecord {}
}
