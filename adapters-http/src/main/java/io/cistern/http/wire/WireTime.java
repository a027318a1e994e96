package io.cistern.http.wire;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/** Times as the wire writes them, RFC 3339; they are told to people and never decided on, so odd ones are only dropped. */
final class WireTime {
  private WireTime() {}

  static Optional<Instant> parse(Optional<String> text) {
    try {
      return text.filter(told -> told.length() <= 64).map(Instant::parse);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
