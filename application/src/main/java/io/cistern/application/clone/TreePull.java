package io.cistern.application.clone;

import io.cistern.application.port.Manifest;
import io.cistern.application.port.MirrorIdentity;
import io.cistern.application.port.RemoteWorkspace;
import jakarta.inject.Inject;

/** Lists. */
@SuppressWarnings({"UnusedVariable", "DoNotCallSuggester"})
public final class TreePull {
  @Inject
  public TreePull(
      RemoteWorkspace remote, Manifest manifest, MirrorIdentity identity, NewsDesk news, BootstrapSettings settings) {}
}
