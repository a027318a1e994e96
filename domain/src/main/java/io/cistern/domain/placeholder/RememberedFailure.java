package io.cistern.domain.placeholder;

import io.cistern.domain.failure.Failure;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/**
 * What an entry keeps of the fetch that failed last: its reason, one text, which says at its end when the broker wants to
 * be asked again.
 *
 * @param why what went wrong, for people
 * @param notBefore when trying again may help at the earliest; empty where nobody said so
 */
public record RememberedFailure(String why, Optional<Instant> notBefore) {
  private static final String NOT_BEFORE = "; not before ";

  /** What is to be kept of a failure. */
  public static RememberedFailure of(Failure.Remote failure) {
    return new RememberedFailure(failure.message(), failure.notBefore());
  }

  /** Reads what {@link #text} wrote; any other text is a reason without a moment. */
  public static RememberedFailure parse(String text) {
    int at = text.lastIndexOf(NOT_BEFORE);
    if (at < 0) {
      return new RememberedFailure(text, Optional.empty());
    }
    try {
      Instant moment = Instant.parse(text.substring(at + NOT_BEFORE.length()));
      return new RememberedFailure(text.substring(0, at), Optional.of(moment));
    } catch (DateTimeException _) {
      return new RememberedFailure(text, Optional.empty());
    }
  }

  /** As one text, for the entry's reason. */
  public String text() {
    return why + notBefore.map(moment -> NOT_BEFORE + moment).orElse("");
  }
}
