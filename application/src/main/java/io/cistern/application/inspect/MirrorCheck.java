package io.cistern.application.inspect;

import io.cistern.application.port.MirrorReader;
import io.cistern.domain.bootstrap.BootstrapProgress;
import io.cistern.domain.bootstrap.Stall;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.health.Severity;
import io.cistern.domain.manifest.PathState;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether the mirror's records read back, and what waits in them. */
public final class MirrorCheck implements Check {
  private final MirrorReader reader;

  /** Keeps the reader. */
  @Inject
  public MirrorCheck(MirrorReader reader) {
    this.reader = reader;
  }

  @Override
  public String name() {
    return "records of the mirror";
  }

  @Override
  public List<Diagnosis> run() {
    try {
      return diagnoses(reader.read());
    } catch (CisternException failed) {
      return List.of(new Diagnosis(Severity.DAMAGE, failed.failure().message(),
          "see what can be kept: cistern repair --dry-run"));
    }
  }

  private static List<Diagnosis> diagnoses(MirrorReader.View view) {
    List<Diagnosis> found = new ArrayList<>();
    if (view.recoveryDue()) {
      found.add(new Diagnosis(
          Severity.NOTE, "a committed change is not yet published", "the next command that writes finishes it"));
    }
    bootstrap(view.manifest().bootstrap()).ifPresent(found::add);
    waiting(view, PathState.CONFLICT, "in conflict").ifPresentAdd(found);
    waiting(view, PathState.QUARANTINED, "in quarantine").ifPresentAdd(found);
    return found;
  }

  private static Optional<Diagnosis> bootstrap(BootstrapProgress progress) {
    if (progress.stall().isPresent()) {
      Stall why = progress.stall().get();
      return Optional.of(new Diagnosis(
          Severity.ATTENTION, "the bootstrap gave up at " + why.place() + ": " + why.cause(),
          "run `cistern clone --retry`, or raise " + NextStep.setting(why)));
    }
    return switch (progress.phase()) {
      case COMPLETE -> Optional.empty();
      case RELISTING -> Optional.of(new Diagnosis(
          Severity.ATTENTION, "a new listing of the workspace has not come to its end",
          "run `cistern pull`; it goes on where that stopped"));
      case NOT_STARTED, EXPORTING, LISTING, REPLAYING -> Optional.of(new Diagnosis(
          Severity.ATTENTION, "names are not complete",
          "run `cistern clone` again; it goes on where it stopped"));
    };
  }

  private static Waiting waiting(MirrorReader.View view, PathState state, String where) {
    return new Waiting(view.manifest().counts().of(state), where);
  }

  private record Waiting(long count, String where) {
    void ifPresentAdd(List<Diagnosis> found) {
      if (count > 0) {
        found.add(new Diagnosis(
            Severity.ATTENTION, count + " paths are " + where, "see `cistern status` and `cistern explain PATH`"));
      }
    }
  }
}
