package io.cistern.application.compact;

import io.cistern.application.commit.Commits;
import io.cistern.application.port.Compactor;
import io.cistern.application.port.MirrorLock;
import io.cistern.application.port.Staging;
import io.cistern.application.port.Trash;
import io.cistern.domain.compaction.CompactionEvent;
import java.time.InstantSource;
import java.util.function.Consumer;

/** What compacting needs of a mirror; safe for use by many threads as far as they are. */
public record CompactionPorts(
    MirrorLock lock, Commits commits, Compactor compactor, Staging staging, Trash trash, InstantSource clock) {
  /** Has the mirror remember it, which takes the COMPACTION pass, then tells. */
  void tell(CompactionEvent event, Consumer<CompactionEvent> listener) {
    compactor.note(compactor.notes().after(event));
    listener.accept(event);
  }
}
