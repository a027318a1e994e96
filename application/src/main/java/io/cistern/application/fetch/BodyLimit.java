package io.cistern.application.fetch;

import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.manifest.PathEntry;
import io.cistern.domain.placeholder.FetchGuard;
import io.cistern.domain.quota.Admission;
import java.time.Instant;

/** Counts a body as it comes, because the listing may have said less. Used by one thread. */
final class BodyLimit {
  private final PathEntry wanted;
  private final FetchGuard guard;
  private final Room room;
  private long bytes;

  BodyLimit(PathEntry wanted, FetchGuard guard, Room room) {
    this.wanted = wanted;
    this.guard = guard;
    this.room = room;
  }

  /**
   * So many more have come.
   *
   * @throws CisternException when that is more than may be kept
   */
  void add(int more) {
    bytes += more;
    guard.tooLarge(wanted.name(), bytes).ifPresent(failure -> {
      throw new CisternException(failure);
    });
    if (bytes > wanted.size() && room.grow(wanted, bytes) instanceof Admission.Refused(String reason, Instant _)) {
      throw new CisternException(new Failure.QuotaReached(wanted.name() + ": " + reason));
    }
  }
}
