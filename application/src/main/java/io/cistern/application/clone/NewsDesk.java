package io.cistern.application.clone;

import io.cistern.application.commit.Commits;
import io.cistern.application.fetch.Fetcher;
import io.cistern.application.port.Manifest;
import io.cistern.application.port.MirrorIdentity;
import io.cistern.application.port.WorkingTree;
import jakarta.inject.Inject;

/** Applies. */
@SuppressWarnings({"UnusedVariable", "DoNotCallSuggester"})
public final class NewsDesk {
  @Inject
  public NewsDesk(Commits commits, Manifest manifest, WorkingTree tree, Fetcher fetcher, MirrorIdentity identity) {}
}
