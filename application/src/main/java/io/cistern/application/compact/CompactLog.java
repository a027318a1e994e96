package io.cistern.application.compact;

import io.cistern.application.port.Compactor;
import io.cistern.application.port.Compactor.Applied;
import io.cistern.application.port.Compactor.Prepared;
import io.cistern.application.port.Compactor.Snapshot;
import io.cistern.application.port.HeldLock;
import io.cistern.application.port.HeldPass;
import io.cistern.application.port.MirrorLock.Pass;
import io.cistern.application.port.MirrorReader;
import io.cistern.domain.compaction.CompactionEnd;
import io.cistern.domain.compaction.CompactionEvent;
import io.cistern.domain.compaction.CompactionResult;
import io.cistern.domain.compaction.CompactionSession;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compacts the log now, while the caller waits, whatever the quota says. The mirror lock is held at the beginning and at
 * the end only, so other processes go on meanwhile. Safe for use by many threads.
 */
public final class CompactLog {
  /** The mirror lock is held meanwhile; the next compaction goes on. */
  private static final int TRASH_AT_ONCE = 1_000;

  private static final Logger LOG = LoggerFactory.getLogger(CompactLog.class);

  private final CompactionPorts ports;
  private final CompactionSettings settings;

  /** @param settings how much of the history stays */
  public CompactLog(CompactionPorts ports, CompactionSettings settings) {
    this.ports = ports;
    this.settings = settings;
  }

  /**
   * Compacts.
   *
   * @param lookAround called every so often; what it throws ends the work, and the mirror is as before
   * @param onEvent told of the start and of the end
   * @return empty when there is nothing to do
   * @throws CisternException {@code MirrorInUse} while another process compacts, or when it changed the mirror
   *     meanwhile; what it could not read or write; the mirror is as before
   */
  public Optional<CompactionResult> compact(Runnable lookAround, Consumer<CompactionEvent> onEvent) {
    HeldPass pass = ports.lock().tryPass(Pass.COMPACTION).orElseThrow(this::inUse);
    try (pass) {
      ports.compactor().leftBehind().forEach(ports.compactor()::discard);
      Optional<Snapshot> snapshot = snapshot();
      if (snapshot.isEmpty()) {
        return Optional.empty();
      }
      CompactionSession session = CompactionSession.FRESH.begun(ports.clock().instant());
      long task = session.pending().orElseThrow().task();
      ports.tell(new CompactionEvent.Started(task, true, ports.clock().instant()), onEvent);
      CompactionEnd end = new CompactionEnd.Aborted();
      try {
        end = applied(ports.compactor().prepare(snapshot.get(), lookAround));
        return Optional.of(resultOf(end));
      } catch (CisternException failed) {
        end = failed.failure() instanceof Failure.Interrupted ? end : ended(end, failed);
        throw failed;
      } catch (RuntimeException | Error broken) {
        end = new CompactionEnd.Failed(new Failure.LocalIo("the log", "compacting it broke: " + broken));
        throw broken;
      } finally {
        ports.tell(new CompactionEvent.Ended(task, end, ports.clock().instant()), onEvent);
      }
    }
  }

  /** What there is to gain; looks without a lock, folds in memory, and changes nothing. */
  public static CompactionPlan plan(MirrorReader reader, Compactor compactor, CompactionSettings settings) {
    MirrorReader.View view = reader.read();
    boolean anything = view.size().groups() > 0;
    return new CompactionPlan(
        view.manifest().at(), view.size(),
        anything ? Optional.of(compactor.forecast(settings.keepRecent())) : Optional.empty());
  }

  private static CompactionEnd ended(CompactionEnd known, CisternException failed) {
    return known instanceof CompactionEnd.Stale ? known : new CompactionEnd.Failed(failed.failure());
  }

  private Optional<Snapshot> snapshot() {
    AtomicReference<Optional<Snapshot>> taken = new AtomicReference<>(Optional.empty());
    ports.commits().exclusive(held -> taken.set(ports.compactor().snapshot(held, settings.keepRecent())));
    return taken.get();
  }

  private CompactionEnd applied(Prepared prepared) {
    AtomicReference<Optional<CompactionEnd>> end = new AtomicReference<>(Optional.empty());
    boolean done = false;
    try {
      ports.commits().exclusive(held -> end.set(Optional.of(apply(held, ports, prepared))));
      done = true;
    } finally {
      if (!done) {
        ports.compactor().discard(prepared);
      }
    }
    return end.get().orElseThrow();
  }

  /** The switch, and what becomes superfluous with it beside the log's own files. */
  static CompactionEnd apply(HeldLock held, CompactionPorts ports, Prepared prepared) {
    CompactionEnd end = switch (ports.compactor().apply(held, prepared)) {
      case Applied.Switched(CompactionResult result) -> new CompactionEnd.Applied(result);
      case Applied.Stale(String why) -> new CompactionEnd.Stale(why);
    };
    try {
      int _ = ports.staging().reap(held);
      if (end instanceof CompactionEnd.Applied(CompactionResult result)) {
        int _ = ports.trash().dropBefore(held, result.firstKept(), TRASH_AT_ONCE);
      }
    } catch (CisternException left) {
      LOG.debug("event=not-tidied cause={}", left.getMessage()); // the next one finds it
    }
    return end;
  }

  private static CompactionResult resultOf(CompactionEnd end) {
    if (end instanceof CompactionEnd.Applied(CompactionResult result)) {
      return result;
    }
    throw new CisternException(new Failure.MirrorInUse(
        "the mirror was changed while its log was compacted (" + end.detail() + "); run the command again"));
  }

  private CisternException inUse() {
    String holder = ports.lock().holder(Pass.COMPACTION).orElse("another process");
    return new CisternException(new Failure.MirrorInUse("the log is being compacted by " + holder));
  }
}
