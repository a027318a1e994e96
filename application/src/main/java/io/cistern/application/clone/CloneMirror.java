package io.cistern.application.clone;

import io.cistern.application.commit.Commits;
import io.cistern.application.concurrent.StopSignal;
import io.cistern.application.port.Manifest;
import io.cistern.application.port.MirrorLock;
import io.cistern.application.port.Progress;
import jakarta.inject.Inject;
import java.time.InstantSource;

/** Makes the names of a mirror complete, or applies what happened since they were. */
@SuppressWarnings({"UnusedVariable", "DoNotCallSuggester"})
public final class CloneMirror {
  @Inject
  public CloneMirror(
      MirrorLock lock, Commits commits, Manifest manifest, InstantSource clock,
      TreePull pull, EventReplay replay, Relisting relisting) {}

  public CloneReport clone(CloneRequest request, Progress progress, StopSignal stop) {
    throw new UnsupportedOperationException();
  }
}
