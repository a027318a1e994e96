package io.cistern.application.mutate.add;

import io.cistern.application.concurrent.StopSignal;
import io.cistern.application.mutate.TargetNames;
import io.cistern.application.port.FilePreparer;
import io.cistern.application.port.LocalSource.Found;
import io.cistern.application.port.Progress;
import io.cistern.domain.change.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Finds what is to be added and reserves its names, in one order. Used by one thread, once. */
final class Scan {
  private final FilePreparer preparer;
  private final TargetNames names;
  private final Progress progress;
  private final StopSignal stop;
  private final List<Candidate> candidates = new ArrayList<>();

  Scan(FilePreparer preparer, TargetNames names, Progress progress, StopSignal stop) {
    this.preparer = preparer;
    this.names = names;
    this.progress = progress;
    this.stop = stop;
  }

  List<Unit> over(List<AddRoot> roots) {
    for (AddRoot root : roots) {
      root.source().scan(root.name(), found -> {
        stop.check();
        candidates.add(candidate(root, found));
        progress.report("scan", candidates.size(), 0, OptionalLong.empty());
      });
    }
    return Unit.of(candidates);
  }

  private Candidate candidate(AddRoot root, Found found) {
    String below = root.below(found.name());
    return switch (found) {
      case Found.Refused(String name, Refusal reason, String why) -> {
        String shown = root.directory() + "/" + below;
        yield Candidate.refused(root, name, shown, AddOutcome.Failed.of(reason, shown, shown + ": " + why));
      }
      case Found.File(String name) -> {
        String target = root.directory() + "/" + preparer.targetName(below);
        yield switch (names.reserve(target)) {
          case TargetNames.Reservation.Reserved(var path) -> Candidate.accepted(root, name, below, path);
          case TargetNames.Reservation.Refused(Refusal reason, String why) ->
            Candidate.refused(root, name, target, AddOutcome.Failed.of(reason, target, target + ": " + why));
        };
      }
    };
  }
}
