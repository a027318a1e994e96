package io.cistern.application.inspect;

import io.cistern.application.port.MirrorReader;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.health.Severity;
import io.cistern.domain.manifest.PathState;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;

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
          "change nothing in it; clone again beside it and compare"));
    }
  }

  private static List<Diagnosis> diagnoses(MirrorReader.View view) {
    List<Diagnosis> found = new ArrayList<>();
    if (view.recoveryDue()) {
      found.add(new Diagnosis(
          Severity.NOTE, "a committed change is not yet published", "the next command that writes finishes it"));
    }
    if (!view.manifest().bootstrap().complete()) {
      found.add(new Diagnosis(
          Severity.ATTENTION, "names are not complete", "run `cistern clone` again; it goes on where it stopped"));
    }
    waiting(view, PathState.CONFLICT, "in conflict").ifPresentAdd(found);
    waiting(view, PathState.QUARANTINED, "in quarantine").ifPresentAdd(found);
    return found;
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
