package io.cistern.cli.wiring;

import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Stage;
import io.cistern.application.MirrorParts;
import io.cistern.application.clone.CloneMirror;
import io.cistern.application.commit.Commits;
import io.cistern.application.fetch.Fetcher;
import io.cistern.application.hydrate.HydrateMirror;
import io.cistern.application.hydrate.HydrateSettings;
import io.cistern.application.hydrate.OpenFile;
import io.cistern.application.port.RemoteWorkspace;
import io.cistern.cli.settings.Settings;

/** The verbs that ask the broker, put together by the injector. */
public final class RemoteVerbs {
  private final MirrorParts parts;
  private final RemoteWorkspace remote;
  private final Injector injector;

  RemoteVerbs(MirrorParts parts, RemoteWorkspace remote, Commits commits, Settings settings) {
    this.parts = parts;
    this.remote = remote;
    this.injector = Guice.createInjector(Stage.PRODUCTION, new MirrorModule(parts, remote, commits, settings));
  }

  /** Ends every request under way and answers no more: for a run that is asked to stop while a broker is silent. */
  public void hangUp() {
    remote.close();
  }

  /** The verb {@code clone}. */
  public CloneMirror cloning() {
    return injector.getInstance(CloneMirror.class);
  }

  /** The verb {@code hydrate}, also as the eager pass of {@code clone}. */
  public HydrateMirror hydrating() {
    return injector.getInstance(HydrateMirror.class);
  }

  /** As {@link #hydrating}, to plan only: sees the mirror as a reader does, without a lock and without catching up. */
  public HydrateMirror planning() {
    return new HydrateMirror(
        parts.lock(),
        injector.getInstance(Commits.class),
        parts.reader().read().manifest(),
        injector.getInstance(Fetcher.class),
        parts.clock(),
        parts.pauses(),
        injector.getInstance(HydrateSettings.class));
  }

  /** The verb {@code open}. */
  public OpenFile opening() {
    return injector.getInstance(OpenFile.class);
  }
}
