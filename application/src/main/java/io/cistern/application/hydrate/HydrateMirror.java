package io.cistern.application.hydrate;

import io.cistern.application.commit.Commits;
import io.cistern.application.concurrent.StopSignal;
import io.cistern.application.fetch.Fetcher;
import io.cistern.application.port.Manifest;
import io.cistern.application.port.MirrorLock;
import io.cistern.application.port.Pauses;
import io.cistern.application.port.Progress;
import io.cistern.domain.manifest.PathEntry;
import io.cistern.domain.placeholder.Selection;
import jakarta.inject.Inject;
import java.time.InstantSource;
import java.util.function.Consumer;

/** Fills placeholders, many in one pass. */
@SuppressWarnings({"UnusedVariable", "DoNotCallSuggester"})
public final class HydrateMirror {
  @Inject
  public HydrateMirror(
      MirrorLock lock, Commits commits, Manifest manifest, Fetcher fetcher, InstantSource clock, Pauses pauses,
      HydrateSettings settings) {}

  /**
   * Fills what is selected. The callback runs on this thread, once per candidate, after its change is committed and
   * published.
   */
  public HydrateReport hydrate(
      HydrateRequest request, Consumer<HydrateItem> onItem, Progress progress, StopSignal stop) {
    throw new UnsupportedOperationException();
  }

  /** Tells the candidates of a pass in order, without a request and without a change; returns their number. */
  public long plan(Selection selection, Consumer<PathEntry> onCandidate) {
    throw new UnsupportedOperationException();
  }
}
