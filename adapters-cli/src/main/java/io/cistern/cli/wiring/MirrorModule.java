package io.cistern.cli.wiring;

import com.google.inject.AbstractModule;
import com.google.inject.Scopes;
import io.cistern.application.MirrorParts;
import io.cistern.application.clone.BootstrapSettings;
import io.cistern.application.clone.CloneMirror;
import io.cistern.application.clone.Cycle;
import io.cistern.application.clone.EventReplay;
import io.cistern.application.clone.ExportPull;
import io.cistern.application.clone.NewsDesk;
import io.cistern.application.clone.TreePull;
import io.cistern.application.commit.Commits;
import io.cistern.application.fetch.Fetcher;
import io.cistern.application.fetch.Filling;
import io.cistern.application.fetch.Room;
import io.cistern.application.hydrate.Discovery;
import io.cistern.application.hydrate.HydrateMirror;
import io.cistern.application.hydrate.HydrateSettings;
import io.cistern.application.hydrate.OpenFile;
import io.cistern.application.hydrate.OpenSettings;
import io.cistern.application.hydrate.Passes;
import io.cistern.application.hydrate.PinPaths;
import io.cistern.application.inspect.LocalChanges;
import io.cistern.application.port.Manifest;
import io.cistern.application.port.MirrorIdentity;
import io.cistern.application.port.MirrorLock;
import io.cistern.application.port.MirrorReader;
import io.cistern.application.port.Pauses;
import io.cistern.application.port.RemoteWorkspace;
import io.cistern.application.port.Staging;
import io.cistern.application.port.WorkingTree;
import io.cistern.application.quota.Quotas;
import io.cistern.cli.settings.SettingKeys;
import io.cistern.cli.settings.Settings;
import java.time.InstantSource;

/** What the verbs that ask the broker are made of. Strict: nothing is bound that does not stand here. */
final class MirrorModule extends AbstractModule {
  private final MirrorParts parts;
  private final RemoteWorkspace remote;
  private final Commits commits;
  private final Settings settings;

  MirrorModule(MirrorParts parts, RemoteWorkspace remote, Commits commits, Settings settings) {
    this.parts = parts;
    this.remote = remote;
    this.commits = commits;
    this.settings = settings;
  }

  @Override
  protected void configure() {
    binder().requireExplicitBindings();
    binder().requireAtInjectOnConstructors();
    binder().requireExactBindingAnnotations();
    binder().disableCircularProxies();
    bindPorts();
    bind(Commits.class).toInstance(commits);
    bind(BootstrapSettings.class).toInstance(Policies.bootstrap(settings));
    bind(HydrateSettings.class).toInstance(Policies.hydrate(settings));
    bind(OpenSettings.class).toInstance(Policies.open(settings));
    bind(Room.class).toInstance(Quotas.disk(
        settings.get(SettingKeys.QUOTA_DISK), commits, parts.manifest(), parts.staging(), parts.tree(), parts.clock()));
    // One for all: it knows what is being fetched.
    bind(Fetcher.class).in(Scopes.SINGLETON);
    bind(Filling.class);
    bind(NewsDesk.class);
    bind(TreePull.class);
    bind(EventReplay.class);
    bind(ExportPull.class);
    bind(Cycle.class);
    bind(CloneMirror.class);
    bind(Passes.class);
    bind(Discovery.class);
    bind(HydrateMirror.class);
    bind(OpenFile.class);
    bind(PinPaths.class);
    bind(LocalChanges.class);
  }

  private void bindPorts() {
    bind(MirrorIdentity.class).toInstance(parts.identity());
    bind(MirrorLock.class).toInstance(parts.lock());
    bind(Manifest.class).toInstance(parts.manifest());
    bind(MirrorReader.class).toInstance(parts.reader());
    bind(Staging.class).toInstance(parts.staging());
    bind(WorkingTree.class).toInstance(parts.tree());
    bind(RemoteWorkspace.class).toInstance(remote);
    bind(InstantSource.class).toInstance(parts.clock());
    bind(Pauses.class).toInstance(parts.pauses());
  }
}
