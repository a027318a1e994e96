package io.cistern.application.inspect;

import io.cistern.application.inspect.StatusReport.Local;
import io.cistern.application.port.Manifest;
import io.cistern.application.port.MirrorLock;
import io.cistern.application.port.MirrorLock.Pass;
import io.cistern.application.port.MirrorReader;
import io.cistern.application.port.WorkingTree;
import io.cistern.domain.bootstrap.BootstrapProgress;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.journal.Landmarks;
import io.cistern.domain.manifest.PathState;
import io.cistern.domain.manifest.StateCounts;
import jakarta.inject.Inject;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Says how a mirror stands: the counts from its records, and a look at every path that is no placeholder. A reader: takes
 * no lock, changes nothing, waits for nobody. Safe for use by many threads.
 */
public final class ReportStatus {
  /** How many paths a report names. */
  public static final int EXAMPLES = 20;

  private final MirrorReader reader;
  private final MirrorLock lock;
  private final WorkingTree tree;

  /** Keeps these; the lock is only asked who holds it. */
  @Inject
  public ReportStatus(MirrorReader reader, MirrorLock lock, WorkingTree tree) {
    this.reader = reader;
    this.lock = lock;
    this.tree = tree;
  }

  /** Looks now. A damaged mirror is a report, too. */
  public StatusReport status() {
    MirrorReader.View view;
    try {
      view = reader.read();
    } catch (CisternException failed) {
      if (failed.failure() instanceof Failure.MirrorDamaged damage) {
        return damaged(damage);
      }
      throw failed;
    }
    Manifest manifest = view.manifest();
    LocalLook look = new LocalLook(tree, manifest);
    Local local = look.over(manifest.withoutPlaceholders(""));
    StateCounts counts = look.counted(manifest.counts());
    Map<String, String> passes = passes();
    boolean busy = view.recoveryDue() || !passes.isEmpty();
    return new StatusReport(
        verdict(counts, local, manifest.bootstrap(), busy), Optional.empty(), counts, manifest.bootstrap(),
        manifest.watermark(), manifest.landmarks(), local, passes, lock.holder(), view.recoveryDue(), view.logBytes());
  }

  private StatusReport damaged(Failure damage) {
    return new StatusReport(
        Verdict.DAMAGED, Optional.of(damage), StateCounts.NONE, BootstrapProgress.NOT_STARTED, Optional.empty(),
        Landmarks.NONE, Local.NONE, passes(), lock.holder(), false, 0);
  }

  private Map<String, String> passes() {
    Map<String, String> passes = new TreeMap<>();
    for (Pass pass : Pass.values()) {
      lock.holder(pass).ifPresent(holder -> passes.put(pass.name().toLowerCase(Locale.ROOT), holder));
    }
    return passes;
  }

  private static Verdict verdict(StateCounts counts, Local local, BootstrapProgress bootstrap, boolean busy) {
    boolean person = counts.of(PathState.CONFLICT) + counts.of(PathState.QUARANTINED) > 0
        || local.missing() + local.unreadable() > 0;
    if (person) {
      return Verdict.ATTENTION;
    }
    if (busy) {
      return Verdict.WORKING;
    }
    return bootstrap.complete() ? Verdict.IN_SYNC : Verdict.STALLED;
  }
}
