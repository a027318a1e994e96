package io.cistern.http.wire;

import java.util.Optional;

/**
 * What a refusal says about itself (contract 8); both may be absent, because proxies answer in their own ways.
 *
 * @param code for programs, at most 64 characters
 * @param message for people, made plain, at most 300 characters
 */
public record ErrorBody(Optional<String> code, Optional<String> message) {
  /** A body that could not be understood. */
  public static final ErrorBody UNKNOWN = new ErrorBody(Optional.empty(), Optional.empty());
}
