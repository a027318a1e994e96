package io.cistern.application.compact;

import io.cistern.application.port.Compactor.Prepared;
import io.cistern.application.port.HeldPass;
import io.cistern.application.port.MirrorLock.Pass;
import io.cistern.domain.compaction.CompactionEnd;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a process had prepared that ended before it could apply it: applied where it fits, removed where not. Looked for in
 * each turn, because another process may end at any time while a session goes on. Not safe for use by several threads.
 */
final class Leftovers {
  private static final Logger LOG = LoggerFactory.getLogger(Leftovers.class);

  private final CompactionPorts ports;

  Leftovers(CompactionPorts ports) {
    this.ports = ports;
  }

  /** Looks; waits for nobody. */
  void pickUp() {
    if (ports.compactor().anyLeftBehind()) {
      ports.lock().tryPass(Pass.COMPACTION).ifPresent(this::pickUp);
    }
  }

  private void pickUp(HeldPass taken) {
    try (taken) {
      for (Prepared left : ports.compactor().leftBehind().reversed()) {
        boolean _ = ports.commits().tryExclusive(held -> {
          CompactionEnd end = CompactLog.apply(held, ports, left);
          LOG.info("event=compaction-picked-up outcome={} detail={}", end.word(), end.detail());
        });
      }
    }
  }
}
