package io.cistern.application.clone;

import io.cistern.application.port.MirrorIdentity;
import io.cistern.application.port.RemoteWorkspace;
import jakarta.inject.Inject;

/** Lists again. */
@SuppressWarnings({"UnusedVariable", "DoNotCallSuggester"})
public final class Relisting {
  @Inject
  public Relisting(RemoteWorkspace remote, MirrorIdentity identity, NewsDesk news, BootstrapSettings settings) {}
}
