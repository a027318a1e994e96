package io.cistern.application.compact;

import io.cistern.application.port.Compactor.Prepared;
import io.cistern.application.port.HeldPass;
import io.cistern.application.port.MirrorLock.Pass;
import io.cistern.domain.compaction.CompactionEnd;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a process had prepared that ended before it could apply it: applied where it fits, removed where not. Looked for
 * once per session, because nobody leaves anything while this one holds or has held the pass. Not safe for use by
 * several threads.
 */
final class Leftovers {
  private static final Logger LOG = LoggerFactory.getLogger(Leftovers.class);

  private final CompactionPorts ports;
  private boolean done;

  Leftovers(CompactionPorts ports) {
    this.ports = ports;
  }

  /** Looks, unless that was done; waits for nobody. */
  void pickUp() {
    if (done) {
      return;
    }
    done = true;
    if (ports.compactor().anyLeftBehind()) {
      ports.lock().tryPass(Pass.COMPACTION).ifPresent(this::pickUp);
    }
  }

  private void pickUp(HeldPass taken) {
    try (taken) {
      for (Prepared left : ports.compactor().leftBehind().reversed()) {
        done &= ports.commits().tryExclusive(held -> {
          CompactionEnd end = CompactLog.apply(held, ports, left);
          LOG.info("event=compaction-picked-up outcome={} detail={}", end.word(), end.detail());
        });
      }
    }
  }
}
