package io.cistern.application.mutate.group;

import io.cistern.application.port.Spool;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/** What shall become of a declared path. */
sealed interface Wish {
  /**
   * It holds what is in the room.
   *
   * @param modified empty for the time of the commit
   */
  record Content(Spool.Room room, OptionalInt mode, Optional<Instant> modified) implements Wish {}

  /** It is gone. */
  record Gone() implements Wish {}
}
