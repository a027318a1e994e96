package io.cistern.it.hydrate;

import io.cistern.application.Mirror;
import io.cistern.application.MirrorParts;
import io.cistern.application.MirrorSettings;
import io.cistern.application.clone.BootstrapSettings;
import io.cistern.application.hydrate.FileBounds;
import io.cistern.application.hydrate.HydrateItem;
import io.cistern.application.hydrate.HydrateReport;
import io.cistern.application.hydrate.HydrateSettings;
import io.cistern.application.hydrate.OpenSettings;
import io.cistern.application.hydrate.Pace;
import io.cistern.application.testing.InMemoryMirror;
import io.cistern.application.testing.ManualClock;
import io.cistern.application.testing.ManualPauses;
import io.cistern.domain.manifest.PathState;
import io.cistern.domain.placeholder.Selection;
import io.cistern.http.testing.MemorySpool;
import io.cistern.http.virtual.VirtualBroker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** A mirror in memory of a workspace whose broker answers in virtual time, with its names complete. */
final class Rig {
  private final ManualClock clock = ManualClock.shared();
  private final ManualPauses pauses = new ManualPauses(clock);
  private final VirtualBroker broker = new VirtualBroker(clock, pauses, 7);
  private final InMemoryMirror inside = new InMemoryMirror(clock);
  private final List<HydrateItem> items = new ArrayList<>();
  private final Mirror mirror;

  Rig(int files, int parallelism) {
    IntStream.range(0, files).mapToObj("/f%04d"::formatted).forEach(name -> broker.put(name, "content of " + name));
    HydrateSettings hydrate = new HydrateSettings(
        HydrateSettings.DEFAULTS.eager(), new Pace(parallelism, 32, Duration.ZERO, 0), FileBounds.DEFAULT,
        Duration.ZERO);
    mirror = new Mirror(
        new MirrorParts(
            InMemoryMirror.identity(), inside.lock(), inside.log(), inside.manifest(), inside.reader(),
            inside.history(), inside.staging(), new MemorySpool(), inside.tree(), inside.trash(), clock, pauses,
            inside.compactor()),
        broker.connect(),
        new MirrorSettings(BootstrapSettings.DEFAULTS, hydrate, OpenSettings.DEFAULTS, Duration.ZERO));
    mirror.pullNames();
    broker.forgetRequests();
  }

  ManualClock clock() {
    return clock;
  }

  VirtualBroker broker() {
    return broker;
  }

  InMemoryMirror inside() {
    return inside;
  }

  HydrateReport hydrates() {
    items.clear();
    return mirror.hydrate(new Selection.Everything(), items::add);
  }

  /** What the last pass told. */
  List<HydrateItem> items() {
    return List.copyOf(items);
  }

  long hydrated() {
    return inside.manifest().counts().of(PathState.HYDRATED);
  }

  /** The paths of the files asked for, in order. */
  List<String> asked() {
    return broker.requests("file").stream().map(request -> request.path()).toList();
  }
}
