package io.cistern.application.inspect;

import io.cistern.application.port.NoticeBoard.Notices;
import io.cistern.domain.bootstrap.BootstrapProgress;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.journal.Landmarks;
import io.cistern.domain.manifest.StateCounts;
import io.cistern.domain.workspace.EventCursor;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a mirror stands.
 *
 * @param damage why it could not be read; everything else is empty then
 * @param paths counts per state with the local changes found by this look
 * @param pins how many names are pinned, directories counted once
 * @param bootstrap how far the names are
 * @param next what the bootstrap does next, in a few words
 * @param watermark the event up to which everything is applied; empty before the first, or without a feed
 * @param landmarks when everything was in sync, and what recoveries had to do
 * @param local what looking at the files showed
 * @param passes who runs a pass, by its kind
 * @param notices how far the hydration pass is, and which opens wait
 * @param writer who holds the mirror lock
 * @param recoveryDue whether the next writing command has a dead process's change to finish
 * @param compaction how large the log is, and what is done about it
 */
public record StatusReport(
    Verdict verdict,
    Optional<Failure> damage,
    StateCounts paths,
    long pins,
    BootstrapProgress bootstrap,
    String next,
    Optional<EventCursor> watermark,
    Landmarks landmarks,
    Local local,
    Map<String, String> passes,
    Notices notices,
    Optional<String> writer,
    boolean recoveryDue,
    CompactionState.Standing compaction) {
  public StatusReport {
    passes = Map.copyOf(passes);
  }

  /** Whether the broker had an event feed when it was last listed; false also before a bootstrap began. */
  public boolean feed() {
    return bootstrap.tip().isPresent();
  }

  /**
   * What looking at the files showed. Placeholders were not looked at.
   *
   * @param edited files changed here and not yet recorded
   * @param missing files that are gone without a recorded removal
   * @param unreadable files, or what stands in their place, that could not be read
   * @param examples some of these paths, at most {@link ReportStatus#EXAMPLES}
   */
  public record Local(long edited, long missing, long unreadable, List<String> examples) {
    public static final Local NONE = new Local(0, 0, 0, List.of());

    public Local {
      examples = List.copyOf(examples);
    }
  }
}
