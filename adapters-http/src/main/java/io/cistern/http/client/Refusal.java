package io.cistern.http.client;

import io.cistern.domain.failure.Failure;
import io.cistern.http.wire.ErrorBody;
import java.time.Instant;
import java.util.Optional;

/**
 * An answer that is not the one asked for, understood.
 *
 * @param notBefore until when the broker wants to be left alone, where it said so
 */
record Refusal(int status, ErrorBody body, StatusMapper.Meaning meaning, Optional<Instant> notBefore) {
  /** For people: {@code 503 unavailable (jwks unreachable)}. */
  String summary() {
    return status + body.code().map(code -> " " + code).orElse("")
        + body.message().map(message -> " (" + message + ")").orElse("");
  }

  Failure.Remote failure(Call call) {
    return new Failure.Remote(
        meaning.code(), call.path(), call.doing() + ": " + call.origin() + " answered " + summary(), notBefore);
  }
}
