package io.cistern.application.mutate.add;

import io.cistern.application.commit.Commits;
import io.cistern.application.concurrent.StopSignal;
import io.cistern.application.mutate.ChangeParts;
import io.cistern.application.mutate.TargetNames;
import io.cistern.application.port.Progress;
import io.cistern.domain.change.AddDecision;
import io.cistern.domain.journal.LogRecord;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Puts local files into the mirror: many are prepared at a time, and they are committed one after the other in the order
 * of the scan, so that output and log are the same however fast each was. A file that fails leaves the others alone.
 */
public final class AddFiles {
  private final Commits commits;
  private final ChangeParts parts;
  private final AddSettings settings;

  /** Keeps these. */
  public AddFiles(Commits commits, ChangeParts parts, AddSettings settings) {
    this.commits = commits;
    this.parts = parts;
    this.settings = settings;
  }

  /**
   * Adds what is asked for.
   *
   * @param onItem told one item per candidate on this thread, in scan order, after its change is committed and published
   * @throws io.cistern.domain.failure.CisternException when a source or the mirror cannot be worked with at all; what was
   *     told before stays done
   */
  public AddReport add(AddRequest request, Consumer<AddItem> onItem, Progress progress, StopSignal stop) {
    commits.catchUp();
    List<Unit> units = scan(request, progress, stop);
    Preparation preparation = new Preparation(parts, new MemberReading(parts, request, stop));
    AddRun.Watch watch = new AddRun.Watch(request.deadline(), stop, onItem, progress, files(units));
    return new AddRun(preparation, new Landing(parts, commits, preparation, whole(units)), parts.clock(), watch)
        .run(units, settings.jobs());
  }

  /** What {@link #add} would do as the manifest is now; changes nothing, and takes no lock. */
  public AddReport plan(AddRequest request, Consumer<AddItem> onItem, Progress progress, StopSignal stop) {
    MemberReading reading = new MemberReading(parts, request, stop);
    AddReport report = AddReport.NONE;
    List<Unit> units = scan(request, progress, stop);
    for (Unit unit : units) {
      for (Candidate one : unit.members()) {
        stop.check();
        AddOutcome outcome = one.refused().<AddOutcome>map(why -> why).orElseGet(() -> planned(one, reading));
        report = report.plus(outcome);
        onItem.accept(new AddItem(one.shown(), outcome, Optional.empty()));
        progress.report("files", report.candidates(), report.bytes(), OptionalLong.of(files(units)));
      }
    }
    return report;
  }

  private AddOutcome planned(Candidate one, MemberReading reading) {
    return switch (reading.compare(one)) {
      case Prepared.Not(AddOutcome.Failed why) -> why;
      case Prepared.File file -> {
        AddDecision decision = AddChange.decide(file, parts.manifest());
        yield Outcomes.decided(file, decision, false);
      }
    };
  }

  private List<Unit> scan(AddRequest request, Progress progress, StopSignal stop) {
    TargetNames names = new TargetNames(parts.manifest(), parts.identity());
    return new Scan(request.preparer(), names, progress, stop).over(request.roots());
  }

  /** Each unit is a group of its own, and all of them are taken back together. */
  private Optional<LogRecord> whole(List<Unit> units) {
    Instant now = parts.clock().instant();
    return units.size() > 1
        ? Optional.of(new LogRecord.PartOf(
            parts.manifest().at(), TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano()))
        : Optional.empty();
  }

  private static long files(List<Unit> units) {
    return units.stream().mapToLong(unit -> unit.members().size()).sum();
  }
}
