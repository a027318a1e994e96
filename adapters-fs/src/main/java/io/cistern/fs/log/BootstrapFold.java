package io.cistern.fs.log;

import io.cistern.domain.bootstrap.BootstrapProgress;
import io.cistern.domain.bootstrap.BootstrapStep;
import io.cistern.fs.disk.DiskException;
import io.cistern.fs.log.checkpoint.CheckpointReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The bootstrap of a fold; reads the checkpoint's frontier only when somebody asks for it. */
final class BootstrapFold {
  private final Optional<CheckpointReader> base;
  private final List<BootstrapStep> waiting = new ArrayList<>();
  private Optional<BootstrapProgress> known = Optional.empty();

  BootstrapFold(Optional<CheckpointReader> base) {
    this.base = base;
  }

  void apply(BootstrapStep step) {
    if (known.isPresent()) {
      known = Optional.of(known.get().after(step));
    } else {
      waiting.add(step);
    }
  }

  BootstrapProgress progress() throws DiskException {
    if (known.isEmpty()) {
      BootstrapProgress progress = base.isPresent() ? base.get().bootstrap() : BootstrapProgress.NOT_STARTED;
      for (BootstrapStep step : waiting) {
        progress = progress.after(step);
      }
      waiting.clear();
      known = Optional.of(progress);
    }
    return known.get();
  }
}
