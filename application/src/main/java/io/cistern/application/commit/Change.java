package io.cistern.application.commit;

import io.cistern.application.port.Manifest;
import io.cistern.domain.journal.RecordGroup;
import java.util.Optional;
import java.util.Set;

/** A wish to change the mirror, decided under the lock on what is true then. */
public interface Change {
  /** Stands for the bootstrap's own records in {@link #names}; no path can be spelled so. */
  String BOOTSTRAP = "\0bootstrap";

  /** Stands for the pins in {@link #names}. */
  String PINS = "\0pins";

  /** Every name the group may speak of. Changes without a name in common may share a batch. */
  Set<String> names();

  /**
   * Decides on the manifest as it is now. Runs under the mirror lock, so without network and without new threads; it
   * may run more than once.
   *
   * @return empty when there is nothing to do any more
   */
  Optional<RecordGroup> decide(Manifest manifest);

  /**
   * The group is committed: the manifest holds it, and nobody has seen that yet, because the lock is still held. Only takes
   * note; never throws.
   */
  default void committed() {}
}
