package io.cistern.application.clone;

import io.cistern.application.port.Manifest;
import io.cistern.application.port.MirrorIdentity;
import io.cistern.application.port.RemoteWorkspace;
import jakarta.inject.Inject;

/** Replays. */
@SuppressWarnings({"UnusedVariable", "DoNotCallSuggester"})
public final class EventReplay {
  @Inject
  public EventReplay(RemoteWorkspace remote, Manifest manifest, MirrorIdentity identity, NewsDesk news) {}
}
