package io.cistern.application.inspect;

import io.cistern.application.commit.Commits;
import io.cistern.application.concurrent.StopSignal;
import io.cistern.application.port.MirrorReader;
import io.cistern.application.port.Progress;
import io.cistern.application.port.WorkingTree;
import io.cistern.domain.health.Finding;
import jakarta.inject.Inject;
import java.util.function.Consumer;

/** Hashes content and compares it with the manifest. */
@SuppressWarnings({"UnusedVariable", "DoNotCallSuggester"})
public final class VerifyMirror {
  @Inject
  public VerifyMirror(MirrorReader reader, Commits commits, WorkingTree tree) {}

  /** Verifies; the sink gets each finding on this thread, after it is written down where it is to be. */
  public VerifyReport verify(
      VerifyRequest request, Consumer<Finding> onFinding, Progress progress, StopSignal stop) {
    throw new UnsupportedOperationException();
  }
}
