package io.cistern.http.client;

import io.cistern.domain.failure.Failure.RemoteCode;
import io.cistern.http.wire.ErrorBody;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/** The one place where a status and a code become an outcome (contract 8). */
final class StatusMapper {
  /** Bounds what a hostile broker can do to our clocks, and is beyond any session. */
  private static final long LONGEST_WAIT = Duration.ofDays(3650).toSeconds();

  private StatusMapper() {}

  /** Whom a {@code Retry-After} concerns. */
  enum Hold {
    NOBODY,
    ENDPOINT,
    HOME
  }

  /** What an answer means. */
  enum Meaning {
    OK(RemoteCode.REMOTE_BROKEN_ANSWER, Again.NO, Hold.NOBODY, Export.FAILS),
    BAD_REQUEST(RemoteCode.REMOTE_BROKEN_ANSWER, Again.NO, Hold.NOBODY, Export.FALLS_THROUGH),
    NOT_AUTHORISED(RemoteCode.NOT_AUTHORISED, Again.NO, Hold.NOBODY, Export.FAILS),
    FORBIDDEN(RemoteCode.FORBIDDEN, Again.NO, Hold.NOBODY, Export.FAILS),
    NOT_FOUND(RemoteCode.REMOTE_NOT_FOUND, Again.NO, Hold.NOBODY, Export.FALLS_THROUGH),
    WORKSPACE_GONE(RemoteCode.WORKSPACE_GONE, Again.NO, Hold.NOBODY, Export.FAILS),
    TOO_LARGE(RemoteCode.REMOTE_BROKEN_ANSWER, Again.NO, Hold.NOBODY, Export.FALLS_THROUGH),
    RATE_LIMITED(RemoteCode.REMOTE_RATE_LIMITED, Again.YES, Hold.HOME, Export.FAILS),
    WORKSPACE_BUSY(RemoteCode.REMOTE_BUSY, Again.YES, Hold.ENDPOINT, Export.FALLS_THROUGH),
    QUEUE_FULL(RemoteCode.REMOTE_BUSY, Again.YES, Hold.ENDPOINT, Export.FAILS),
    OVERLOADED(RemoteCode.REMOTE_BUSY, Again.YES, Hold.ENDPOINT, Export.FALLS_THROUGH),
    UNAVAILABLE(RemoteCode.REMOTE_UNAVAILABLE, Again.YES, Hold.ENDPOINT, Export.FAILS),
    /** A 4xx that the contract does not know here. */
    REJECTED(RemoteCode.REMOTE_BROKEN_ANSWER, Again.NO, Hold.NOBODY, Export.FAILS),
    /** Success without the document asked for, which is a broken body like any other. */
    NO_DOCUMENT(RemoteCode.REMOTE_BROKEN_ANSWER, Again.NO, Hold.NOBODY, Export.FALLS_THROUGH),
    /** A redirect, which is never followed: every other request would be sent on as well. */
    REDIRECT(RemoteCode.REMOTE_BROKEN_ANSWER, Again.NO, Hold.NOBODY, Export.FAILS);

    private final RemoteCode code;
    private final Again again;
    private final Hold hold;
    private final Export export;

    Meaning(RemoteCode code, Again again, Hold hold, Export export) {
      this.code = code;
      this.again = again;
      this.hold = hold;
      this.export = export;
    }

    RemoteCode code() {
      return code;
    }

    /** Whether asking again may help. */
    boolean again() {
      return again == Again.YES;
    }

    Hold hold() {
      return hold;
    }

    /** Whether an export so answered is left for the tree in the same cycle. */
    boolean fallsThrough() {
      return export == Export.FALLS_THROUGH;
    }
  }

  private enum Again {
    YES,
    NO
  }

  private enum Export {
    FALLS_THROUGH,
    FAILS
  }

  /** What an answer means; code and message may be absent. */
  static Meaning meaning(int status, ErrorBody body) {
    return switch (status) {
      case 200 -> Meaning.OK;
      case 400 -> body.code().filter(code -> !code.equals("bad_request")).isEmpty()
          ? Meaning.BAD_REQUEST
          : Meaning.REJECTED;
      case 401 -> Meaning.NOT_AUTHORISED;
      case 403 -> Meaning.FORBIDDEN;
      case 404 -> Meaning.NOT_FOUND;
      case 408, 425 -> Meaning.UNAVAILABLE;
      case 410 -> Meaning.WORKSPACE_GONE;
      case 413 -> Meaning.TOO_LARGE;
      case 429 -> tooMany(body.code().orElse(""));
      default -> switch (status / 100) {
        case 3 -> Meaning.REDIRECT;
        case 4 -> Meaning.REJECTED;
        case 5 -> fault(body);
        default -> Meaning.NO_DOCUMENT;
      };
    };
  }

  /**
   * The moment of a {@code Retry-After}, in seconds or as a date; empty when it says nothing usable, or zero, which
   * means the usual pause.
   */
  static Optional<Instant> notBefore(String retryAfter, Instant now) {
    String text = retryAfter.strip();
    if (text.matches("[0-9]{1,18}")) {
      long seconds = Math.min(Long.parseLong(text), LONGEST_WAIT);
      return seconds == 0 ? Optional.empty() : Optional.of(now.plusSeconds(seconds));
    }
    try {
      Instant at = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      Instant latest = now.plusSeconds(LONGEST_WAIT);
      return Optional.of(at.isBefore(latest) ? at : latest).filter(now::isBefore);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** A code that nobody knows yet holds as much as it can, because a request too early is the worse mistake. */
  private static Meaning tooMany(String code) {
    return switch (code) {
      case "workspace_busy" -> Meaning.WORKSPACE_BUSY;
      case "queue_full", "delete_storm_rejected" -> Meaning.QUEUE_FULL;
      default -> Meaning.RATE_LIMITED;
    };
  }

  private static Meaning fault(ErrorBody body) {
    String said = body.code().orElse("") + " " + body.message().orElse("");
    return said.toLowerCase(Locale.ROOT).contains("overloaded") ? Meaning.OVERLOADED : Meaning.UNAVAILABLE;
  }
}
