package io.cistern.cli.wiring;

import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Stage;
import io.cistern.application.MirrorParts;
import io.cistern.application.clone.BootstrapSettings;
import io.cistern.application.clone.CloneMirror;
import io.cistern.application.clone.PlanPull;
import io.cistern.application.commit.Commits;
import io.cistern.application.compare.CompareRemote;
import io.cistern.application.hydrate.HydrateMirror;
import io.cistern.application.hydrate.OpenFile;
import io.cistern.application.hydrate.PinPaths;
import io.cistern.application.inspect.LocalChanges;
import io.cistern.application.port.RemoteWorkspace;
import io.cistern.cli.settings.Settings;
import java.util.List;

/** The verbs that ask the broker, put together by the injector. */
public final class RemoteVerbs {
  private final MirrorParts parts;
  private final RemoteWorkspace remote;
  private final List<String> warnings;
  private final Injector injector;

  RemoteVerbs(MirrorParts parts, RemoteWorkspace remote, Commits commits, Settings settings) {
    this.parts = parts;
    this.remote = remote;
    this.warnings = Policies.times(settings).warnings();
    this.injector = Guice.createInjector(Stage.PRODUCTION, new MirrorModule(parts, remote, commits, settings));
  }

  /** Ends every request under way and answers no more: for a run that is asked to stop while a broker is silent. */
  public void hangUp() {
    remote.close();
  }

  /** Which settings of a bootstrap had to be changed to fit together, a line each that names both values. */
  public List<String> warnings() {
    return warnings;
  }

  /** The verb {@code clone}, and the receiving half of {@code pull}. */
  public CloneMirror cloning() {
    return injector.getInstance(CloneMirror.class);
  }

  /** What {@code pull} does before it receives anything. */
  public LocalChanges localChanges() {
    return injector.getInstance(LocalChanges.class);
  }

  /** The verb {@code pull}, to plan only: sees the mirror as a reader does, without a lock and without catching up. */
  public PlanPull planningPull() {
    return new PlanPull(
        remote, parts.reader().read().manifest(), parts.identity(), parts.tree(),
        injector.getInstance(BootstrapSettings.class));
  }

  /** The half of the verb {@code verify} that asks the remote; sees the mirror as a reader does. */
  public CompareRemote comparing() {
    BootstrapSettings settings = injector.getInstance(BootstrapSettings.class);
    return new CompareRemote(
        remote, parts.reader(), parts.identity(), settings.listingDepth(), settings.maxDirectories());
  }

  /** The verb {@code hydrate}, also as the eager pass of {@code clone}. */
  public HydrateMirror hydrating() {
    return injector.getInstance(HydrateMirror.class);
  }

  /** The verb {@code pin}, without the fetching. */
  public PinPaths pinning() {
    return injector.getInstance(PinPaths.class);
  }

  /** The verb {@code open}. */
  public OpenFile opening() {
    return injector.getInstance(OpenFile.class);
  }
}
