package io.cistern.application.mutate.group;

import io.cistern.domain.change.OnDisk;
import io.cistern.domain.manifest.PathEntry;
import io.cistern.domain.workspace.WorkspacePath;
import java.util.Optional;

/**
 * A path as it was when it was declared; a mutation is made for that and for nothing else.
 *
 * @param entry what the manifest held
 * @param there what lay under the name
 */
record Declared(WorkspacePath path, Optional<PathEntry> entry, OnDisk there) {
  /** Whether the manifest still says the same of it; how the file was remembered to look does not matter. */
  boolean stillKnownAs(Optional<PathEntry> now) {
    return entry.map(Declared::withoutMemo).equals(now.map(Declared::withoutMemo));
  }

  private static PathEntry withoutMemo(PathEntry entry) {
    return entry.withMemo(Optional.empty());
  }
}
