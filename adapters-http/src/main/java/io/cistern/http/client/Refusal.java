package io.cistern.http.client;

import io.cistern.application.port.RemoteBudget;
import io.cistern.domain.failure.Failure;
import io.cistern.http.wire.ErrorBody;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An answer that is not the one asked for, understood.
 *
 * @param notBefore until when the broker wants to be left alone, where it said so
 */
record Refusal(int status, ErrorBody body, StatusMapper.Meaning meaning, Optional<Instant> notBefore) {
  private static final Logger LOG = LoggerFactory.getLogger(Refusal.class);

  /**
   * Understands a refusal.
   *
   * @param notBefore what {@code Retry-After} said; kept where it concerns anybody
   */
  static Refusal of(int status, ErrorBody body, Optional<Instant> notBefore) {
    StatusMapper.Meaning meaning = StatusMapper.meaning(status, body);
    return new Refusal(
        status, body, meaning, meaning.hold() == StatusMapper.Hold.NOBODY ? Optional.empty() : notBefore);
  }

  /** Tells the gate whom the broker wants to be left alone by. */
  void hold(RemoteBudget gate, Call call, Instant now) {
    notBefore.ifPresent(until -> {
      LOG.debug("event=remote-hold scope={} endpoint={} until={}", meaning.hold(), call.endpoint(), until);
      switch (meaning.hold()) {
        case HOME -> gate.holdHome(until, now);
        case ENDPOINT -> gate.holdEndpoint(call.endpoint(), until, now);
        case NOBODY -> {}
      }
    });
  }

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
