package io.cistern.it.crash;

import io.cistern.application.Mirror;
import io.cistern.application.clone.CloneReport;
import io.cistern.application.hydrate.DehydrateReport;
import io.cistern.application.hydrate.HydrateReport;
import io.cistern.application.inspect.StatusReport;
import io.cistern.application.testing.FakeRemote;
import io.cistern.domain.placeholder.HydrationOutcome;
import io.cistern.domain.placeholder.Selection;
import io.cistern.fs.testing.SimDisk;
import java.util.List;

/** A process that clones and hydrates as the program does, on a simulated disk. */
final class SimProgram implements AutoCloseable {
  private final SimMirror inside;
  private final Mirror mirror;

  private SimProgram(SimMirror inside, Mirror mirror) {
    this.inside = inside;
    this.mirror = mirror;
  }

  static SimProgram open(SimDisk disk, String process, Outfit outfit, FakeRemote remote, Workspace workspace) {
    SimMirror inside = SimMirror.open(disk, process, outfit);
    return new SimProgram(inside, new Mirror(inside.parts(), remote, workspace.settings()));
  }

  SimMirror inside() {
    return inside;
  }

  void catchUp() {
    inside.commits().catchUp();
  }

  StatusReport status() {
    return mirror.status();
  }

  CloneReport pullNames(Told told) {
    CloneReport report = mirror.pullNames();
    told.namesAreHere();
    return report;
  }

  HydrateReport hydrate(Selection selection, Told told) {
    return mirror.hydrate(selection, item -> {
      if (item.outcome() instanceof HydrationOutcome.Hydrated) {
        told.contentIsHere(item.path().value());
      }
    });
  }

  DehydrateReport dehydrate(String... arguments) {
    return mirror.dehydrate(List.of(arguments), item -> {});
  }

  /** The whole job. */
  HydrateReport cloneAndHydrate(Told told) {
    pullNames(told);
    return hydrate(new Selection.Everything(), told);
  }

  @Override
  public void close() {
    mirror.close();
    inside.parts().staging().close();
  }
}
