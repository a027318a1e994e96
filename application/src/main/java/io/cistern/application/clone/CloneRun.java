package io.cistern.application.clone;

import io.cistern.application.clone.CloneReport.Counts;
import io.cistern.application.concurrent.Lane;
import io.cistern.application.concurrent.StopSignal;
import io.cistern.application.port.Progress;
import io.cistern.domain.bootstrap.BootstrapTimes;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.time.Deadline;
import io.cistern.domain.time.Patience;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** What one cycle carries along: how long it may take, who stops it, who watches it. */
final class CloneRun {
  private final CloneRequest request;
  private final Watch watch;
  private final BootstrapSettings settings;
  private final Liveness liveness;
  private Counts counts;
  private boolean filling;
  private long bytes;

  /**
   * Who watches a run, and who may end it.
   *
   * @param onFilled told of each file whose content the run brought, on the run's thread
   * @param refused of all cycles
   */
  record Watch(
      Progress progress, Consumer<FilledFile> onFilled, StopSignal stop, InstantSource clock, RefusedReads refused) {}

  /** @param before what earlier cycles of this run did to paths */
  CloneRun(CloneRequest request, Watch watch, BootstrapSettings settings, Counts before) {
    this.request = request;
    this.watch = watch;
    this.settings = settings;
    this.counts = before;
    BootstrapTimes times = settings.times();
    Deadline end = times.cap().isPositive()
        ? Deadline.after(watch.clock().instant(), times.cap()).orEarlier(request.deadline())
        : request.deadline();
    this.liveness = new Liveness(watch.clock(), times.idle(), end, watch.stop());
  }

  /** What this run has done to paths so far. */
  Counts counts() {
    return counts;
  }

  /** Something was done to paths; only by the run's own thread. */
  void counted(Counts more) {
    counts = counts.plus(more);
  }

  CloneRequest request() {
    return request;
  }

  BootstrapSettings settings() {
    return settings;
  }

  InstantSource clock() {
    return watch.clock();
  }

  StopSignal stop() {
    return watch.stop();
  }

  Liveness liveness() {
    return liveness;
  }

  /** How long a request of this cycle may take. */
  Patience patience() {
    return liveness;
  }

  /** Looked at between pages and files: goes on, or ends the cycle with the state safe. */
  void checkpoint() {
    mayGoOn();
    if (liveness.spent()) {
      throw late("this cycle has had its " + settings.times().cap().toSeconds() + " s");
    }
    if (liveness.silent()) {
      throw late("no sign of life for " + liveness.idle().toSeconds() + " s");
    }
  }

  /** Ends the run when it was stopped, or has had its time; what the cycle failed with then only shows the end of it. */
  void mayGoOn() {
    stop().check();
    if (request.deadline().passed(clock().instant())) {
      throw new CisternException(new Failure.TimedOut("the deadline passed; the next run goes on from here"));
    }
  }

  /** Whether nothing more is to be begun. */
  boolean isOver() {
    return stop().stopped() || request.deadline().passed(clock().instant()) || liveness.spent() || liveness.silent();
  }

  void filled(FilledFile file) {
    filling = true;
    bytes += file.bytes();
    watch.onFilled().accept(file);
  }

  /** Content that was asked for is refused for good. */
  void refused(String name, Failure reason) {
    watch.refused().add(name, reason);
  }

  /** Whether content comes, so that names are not what is worth telling; only by the run's own thread. */
  boolean filling() {
    return filling;
  }

  /** Tells how many files have their content. */
  void reportFiles(long files, OptionalLong total) {
    watch.progress().report("files", files, bytes, total);
  }

  void report(String stage, long files, OptionalLong total) {
    watch.progress().report(stage, files, 0, total);
  }

  /** Does something for each of these, several at a time; ends with the first error, after all have ended. */
  <T> void eachOf(Collection<T> all, Consumer<T> task) {
    if (settings.parallelism() == 1 || all.size() < 2) {
      all.forEach(task);
      return;
    }
    try (Lane lane = new Lane("refresh", Math.min(settings.parallelism(), all.size()))) {
      for (T one : all) {
        lane.start(() -> task.accept(one));
      }
    }
  }

  private static CisternException late(String why) {
    return new CisternException(
        new Failure.Remote(Failure.RemoteCode.REMOTE_TIMEOUT, Optional.empty(), why, Optional.empty()));
  }
}
