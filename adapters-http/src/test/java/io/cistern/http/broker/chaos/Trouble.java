package io.cistern.http.broker.chaos;

import java.time.Instant;

/** What befalls the body of one answer, for somebody who carries it without a socket. One thread. */
public final class Trouble {
  private final Faults faults;

  public Trouble(Faults faults) {
    this.faults = faults;
  }

  /** After how many bytes the connection is reset; far beyond any body when it is not. */
  public long resetAt() {
    return faults.resetAt();
  }

  /** After how many bytes nothing more comes. */
  public long stallAt() {
    return faults.stallAt();
  }

  /** After how many bytes the body ends as though it were complete. */
  public long truncateAt() {
    return faults.truncateAt();
  }

  /** How many of these bytes go at once. */
  public int piece(int bytes) {
    return faults.paces().stream().mapToInt(Pace::piece).reduce(bytes, Math::min);
  }

  /** Takes room for some bytes, and says when they may go. */
  public Instant reserve(int bytes, Instant now) {
    return faults.paces().stream()
        .map(pace -> now.plus(pace.reserve(bytes, now)))
        .reduce(now, (one, other) -> one.isAfter(other) ? one : other);
  }
}
