package io.cistern.application.mutate.add;

import io.cistern.application.concurrent.StopSignal;
import io.cistern.application.mutate.add.Landing.Landed;
import io.cistern.application.port.Progress;
import io.cistern.domain.change.Refusal;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.time.Deadline;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * One run of adding: a lane's threads prepare, this thread commits in scan order and tells. Used by one thread, once.
 */
final class AddRun {
  /** As many as share their forces; more would keep the mirror from others for longer. */
  private static final int BATCH = 256;

  private final Preparation preparation;
  private final Landing landing;
  private final InstantSource clock;
  private final Watch watch;
  private AddReport report = AddReport.NONE;
  private Optional<Failure> end = Optional.empty();

  /** Who watches a run and who may end it. */
  record Watch(Deadline deadline, StopSignal stop, Consumer<AddItem> onItem, Progress progress, long total) {}

  AddRun(Preparation preparation, Landing landing, InstantSource clock, Watch watch) {
    this.preparation = preparation;
    this.landing = landing;
    this.clock = clock;
    this.watch = watch;
  }

  AddReport run(List<Unit> units, int jobs) {
    int landed = 0;
    try (PreparationLine line = new PreparationLine(units, unit -> preparation.prepare(unit, 0), jobs)) {
      try {
        while (landed < units.size() && !ended()) {
          List<Prepared> batch = line.take(BATCH);
          land(batch);
          landed += batch.size();
        }
      } finally {
        line.stop().forEach(left -> preparation.discard(left.staged()));
      }
    }
    for (Unit unit : units.subList(landed, units.size())) {
      tell(unit, new AddOutcome.Failed(Refusal.FAILED, end.orElseThrow()));
    }
    return report.withEndedEarly(end);
  }

  private boolean ended() {
    if (end.isEmpty() && watch.stop().stopped()) {
      end = Optional.of(StopSignal.interrupted());
    } else if (end.isEmpty() && watch.deadline().passed(clock.instant())) {
      end = Optional.of(new Failure.TimedOut("the deadline passed; the same command goes on from here"));
    }
    return end.isPresent();
  }

  /** Commits a batch and tells it in its order. */
  private void land(List<Prepared> batch) {
    List<Landed> landed = landing.land(batch);
    for (int i = 0; i < batch.size(); i++) {
      settle(batch.get(i), landed.get(i));
    }
  }

  /** What changed meanwhile is prepared and committed again in its place. */
  private void settle(Prepared first, Landed landed) {
    Prepared prepared = first;
    Landed now = landed;
    while (now instanceof Landed.Again(AddOutcome.Failed why)) {
      if (prepared.times() >= Preparation.TIMES || ended()) {
        tell(prepared.unit(), end.map(reason -> new AddOutcome.Failed(Refusal.FAILED, reason)).orElse(why));
        return;
      }
      prepared = preparation.prepare(prepared.unit(), prepared.times());
      now = landing.land(List.of(prepared)).getFirst();
    }
    if (now instanceof Landed.Told(List<AddItem> items, Optional<Failure> ends)) {
      items.forEach(this::tell);
      end = end.or(() -> ends);
    }
  }

  private void tell(Unit unit, AddOutcome.Failed why) {
    unit.members().forEach(one -> tell(new AddItem(one.shown(), one.refused().orElse(why), Optional.empty())));
  }

  private void tell(AddItem item) {
    report = report.plus(item.outcome());
    watch.onItem().accept(item);
    watch.progress().report("files", report.candidates(), report.bytes(), OptionalLong.of(watch.total()));
  }
}
