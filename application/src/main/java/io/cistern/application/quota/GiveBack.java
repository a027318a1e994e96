package io.cistern.application.quota;

import io.cistern.application.commit.Change;
import io.cistern.application.port.Manifest;
import io.cistern.domain.journal.LogRecord;
import io.cistern.domain.journal.Origin;
import io.cistern.domain.journal.RecordGroup;
import io.cistern.domain.manifest.Memo;
import io.cistern.domain.manifest.PathEntry;
import io.cistern.domain.placeholder.DehydrateRule;
import io.cistern.domain.publish.Expected;
import io.cistern.domain.publish.Publication;
import io.cistern.domain.publish.StagedContent;
import io.cistern.domain.publish.Target;
import java.util.Optional;
import java.util.Set;

/**
 * A clean file that shall become a placeholder; decided again under the lock: still this content, still not pinned?
 *
 * @param look of the file when it was found to be clean
 */
record GiveBack(PathEntry seen, Memo look, StagedContent placeholder, Origin origin) implements Change {
  @Override
  public Set<String> names() {
    return Set.of(seen.name());
  }

  @Override
  public Optional<RecordGroup> decide(Manifest manifest) {
    return manifest.find(seen.name())
        .filter(now -> DehydrateRule.keeps(now, manifest.pins()).isEmpty() && now.hash().equals(seen.hash()))
        .map(now -> RecordGroup.of(new LogRecord.Switched(
            new Publication(
                now.path(), new Expected.Content(now.hash().orElseThrow(), Optional.of(look)),
                new Target.Dehydrated(placeholder)),
            Optional.of(DehydrateRule.after(now)), origin)));
  }
}
