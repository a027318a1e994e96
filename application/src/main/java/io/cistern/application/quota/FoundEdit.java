package io.cistern.application.quota;

import io.cistern.application.commit.Change;
import io.cistern.application.port.Manifest;
import io.cistern.domain.journal.LogRecord;
import io.cistern.domain.journal.Origin;
import io.cistern.domain.journal.RecordGroup;
import io.cistern.domain.manifest.Memo;
import io.cistern.domain.manifest.PathEntry;
import io.cistern.domain.manifest.PathState;
import java.util.Optional;
import java.util.Set;

/** An edit that was met on the way, written down unless the path has changed since. */
record FoundEdit(PathEntry seen, Memo look) implements Change {
  @Override
  public Set<String> names() {
    return Set.of(seen.name());
  }

  @Override
  public Optional<RecordGroup> decide(Manifest manifest) {
    return manifest.find(seen.name())
        .filter(seen::equals)
        .map(now -> RecordGroup.of(new LogRecord.Noted(
            now.withState(PathState.MODIFIED).withMemo(Optional.of(look)).withReason(Optional.empty()),
            Origin.LOCAL)));
  }
}
