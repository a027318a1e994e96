package io.cistern.application.inspect;

import io.cistern.application.inspect.StatusReport.Local;
import io.cistern.application.port.Manifest;
import io.cistern.application.port.MirrorLock;
import io.cistern.application.port.MirrorLock.Pass;
import io.cistern.application.port.MirrorReader;
import io.cistern.application.port.NoticeBoard.Notices;
import io.cistern.application.port.WorkingTree;
import io.cistern.domain.bootstrap.BootstrapPolicy.Limits;
import io.cistern.domain.bootstrap.BootstrapProgress;
import io.cistern.domain.bootstrap.BootstrapProgress.Phase;
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
  private final Limits limits;
  private final CompactionState compaction;

  /**
   * Keeps these; the lock is only asked who holds it.
   *
   * @param limits when a bootstrap gives up, which decides what it does next
   */
  @Inject
  public ReportStatus(
      MirrorReader reader, MirrorLock lock, WorkingTree tree, Limits limits, CompactionState compaction) {
    this.compaction = compaction;
    this.reader = reader;
    this.lock = lock;
    this.tree = tree;
    this.limits = limits;
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
    BootstrapProgress bootstrap = manifest.bootstrap();
    return new StatusReport(
        verdict(counts, local, bootstrap, passes, view.recoveryDue()), Optional.empty(), counts,
        manifest.pins().names().size(), bootstrap,
        NextStep.of(bootstrap, manifest.watermark(), limits, passes.containsKey(name(Pass.BOOTSTRAP))),
        manifest.watermark(), manifest.landmarks(), local,
        passes, notices(passes), lock.holder(), view.recoveryDue(), compaction.of(view));
  }

  private StatusReport damaged(Failure damage) {
    Map<String, String> passes = passes();
    return new StatusReport(
        Verdict.DAMAGED, Optional.of(damage), StateCounts.NONE, 0, BootstrapProgress.NOT_STARTED, NextStep.NOTHING,
        Optional.empty(), Landmarks.NONE, Local.NONE, passes, notices(passes), lock.holder(), false,
        CompactionState.Standing.NONE);
  }

  /** A pass that nobody holds has just ended, whatever its notice says. */
  private Notices notices(Map<String, String> passes) {
    Notices said = lock.notices().read();
    return passes.containsKey(name(Pass.HYDRATION)) ? said : new Notices(Optional.empty(), said.opens());
  }

  private Map<String, String> passes() {
    Map<String, String> passes = new TreeMap<>();
    for (Pass pass : Pass.values()) {
      lock.holder(pass).ifPresent(holder -> passes.put(name(pass), holder));
    }
    return passes;
  }

  /** A bootstrap that is broken off waits for somebody to start it again; one that gave up waits for more than that. */
  private static Verdict verdict(
      StateCounts counts, Local local, BootstrapProgress bootstrap, Map<String, String> passes, boolean recoveryDue) {
    if (bootstrap.stall().isPresent()) {
      return Verdict.STALLED;
    }
    boolean person = counts.of(PathState.CONFLICT) + counts.of(PathState.QUARANTINED) > 0
        || local.missing() + local.unreadable() > 0;
    boolean brokenOff = bootstrap.phase() != Phase.COMPLETE && !passes.containsKey(name(Pass.BOOTSTRAP));
    if (person || brokenOff) {
      return Verdict.ATTENTION;
    }
    return recoveryDue || !passes.isEmpty() ? Verdict.WORKING : Verdict.IN_SYNC;
  }

  private static String name(Pass pass) {
    return pass.name().toLowerCase(Locale.ROOT);
  }
}
