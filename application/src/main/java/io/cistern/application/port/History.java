package io.cistern.application.port;

import io.cistern.domain.journal.Committed;
import io.cistern.domain.journal.Retirement;
import io.cistern.domain.journal.Sequence;
import java.util.Iterator;
import java.util.Optional;

/**
 * The committed groups that the checkpoint has not swallowed. Read as {@link MirrorReader} reads: without a lock, without
 * recovery and without writing. Safe for use by many threads.
 */
public interface History {
  /**
   * Groups from a sequence on, oldest first, as of now. Close it.
   *
   * @throws io.cistern.domain.failure.CisternException {@code MirrorDamaged} when the log does not read back
   */
  Page history(Sequence from);

  /** Groups one by one; reads them as the iteration comes to them. For one thread. */
  interface Page extends Iterator<Item>, AutoCloseable {
    /** The first group that the log still has; what was before it is in the checkpoint, and no more a history. */
    Sequence begins();

    @Override
    void close();
  }

  /**
   * A committed group.
   *
   * @param retirement empty while its names are not known to be durable
   */
  record Item(Committed committed, Optional<Retirement> retirement) {}
}
