package io.cistern.fs.workspace;

import io.cistern.application.port.Semantics;
import io.cistern.application.port.WorkspaceStore;
import io.cistern.application.port.WorkspaceStore.StoredFile;
import io.cistern.domain.manifest.Memo;
import io.cistern.domain.workspace.ContentHash;
import io.cistern.domain.workspace.WorkspacePath;
import java.time.Instant;

/**
 * What the store knows of one file.
 *
 * @param base64 whether a client sent it so, or it is not valid UTF-8; long content travels so whatever this says
 * @param memo how the file looked when it had this hash
 */
record FileEntry(
    WorkspacePath path,
    long number,
    ContentHash hash,
    long size,
    boolean base64,
    String contentType,
    Instant editedAt,
    Semantics semantics,
    Memo memo) {
  StoredFile stored() {
    return new StoredFile(
        path, number, hash, size, base64 || size > WorkspaceStore.TEXT_LIMIT, contentType, editedAt, semantics);
  }

  FileEntry lookingLike(Memo seen) {
    return new FileEntry(path, number, hash, size, base64, contentType, editedAt, semantics, seen);
  }

  FileEntry withSemantics(Semantics said) {
    return new FileEntry(path, number, hash, size, base64, contentType, editedAt, said, memo);
  }

  /** Whether the file still looks as remembered; says nothing about a change within the same tick. */
  boolean looksLike(Memo seen) {
    return memo.inode() == seen.inode()
        && memo.size() == seen.size()
        && memo.modified() == seen.modified()
        && memo.changed() == seen.changed();
  }
}
