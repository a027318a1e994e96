package io.cistern.application.port;

import io.cistern.domain.bootstrap.BootstrapProgress;
import io.cistern.domain.journal.Landmarks;
import io.cistern.domain.journal.Sequence;
import io.cistern.domain.manifest.PathEntry;
import io.cistern.domain.manifest.StateCounts;
import io.cistern.domain.placeholder.Pins;
import io.cistern.domain.workspace.EventCursor;
import java.util.Iterator;
import java.util.Optional;

/**
 * The fold of checkpoint and log at one sequence, in whole groups. Looks up without loading the whole. Safe for use by
 * many threads; an iteration sees each entry as it is when the iteration reaches it.
 */
public interface Manifest {
  /** The last group folded in. */
  Sequence at();

  Optional<PathEntry> find(String name);

  /**
   * Entries whose name starts with {@code prefix} and is after {@code after} in the order of
   * {@link io.cistern.domain.workspace.Utf8Order}, in that order; {@code ""} means from the first.
   */
  Iterator<PathEntry> from(String prefix, String after);

  /** Like {@link #from} without placeholders, at a cost that follows their number, not the mirror's. */
  Iterator<PathEntry> withoutPlaceholders(String prefix);

  /** Counts per state; the states sum to the total. */
  StateCounts counts();

  BootstrapProgress bootstrap();

  /** The event up to which everything is applied; empty before the first, or without a feed. */
  Optional<EventCursor> watermark();

  /** What the log says of the mirror as a whole. */
  Landmarks landmarks();

  /** The names whose content is always kept here. */
  Pins pins();

  /** The staging name that holds the content of a committed path whose publication is not yet retired. */
  Optional<String> stagedName(String name);

  /** Whether a committed switch of this name is not yet retired: until then what is on disk may be either side of it. */
  boolean isSwitching(String name);
}
