package io.cistern.application.inspect;

import io.cistern.application.port.MirrorLock;
import io.cistern.application.port.MirrorReader;
import io.cistern.application.port.WorkingTree;
import jakarta.inject.Inject;

/** Says how a mirror stands. */
@SuppressWarnings({"UnusedVariable", "DoNotCallSuggester"})
public final class ReportStatus {
  /** How many paths a report names. */
  public static final int EXAMPLES = 20;

  @Inject
  public ReportStatus(MirrorReader reader, MirrorLock lock, WorkingTree tree) {}

  public StatusReport status() {
    throw new UnsupportedOperationException();
  }
}
