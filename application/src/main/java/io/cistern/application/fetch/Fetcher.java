package io.cistern.application.fetch;

import io.cistern.application.commit.Commits;
import io.cistern.application.port.Manifest;
import io.cistern.application.port.RemoteWorkspace;
import io.cistern.application.port.Staging;
import io.cistern.application.port.WorkingTree;
import jakarta.inject.Inject;
import java.time.InstantSource;

/** Fetches. */
@SuppressWarnings({"UnusedVariable", "DoNotCallSuggester"})
public final class Fetcher {
  @Inject
  public Fetcher(
      RemoteWorkspace remote, Staging staging, Commits commits, Manifest manifest, WorkingTree tree,
      InstantSource clock) {}
}
