package io.cistern.http.broker;

import java.util.LinkedHashMap;
import java.util.Map;

/** The request is answered with an error of the contract (8). Carries no stack: it is an answer, not a fault. */
final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String code;
  private final transient Map<String, String> headers = new LinkedHashMap<>();
  private final transient Map<String, String> extras = new LinkedHashMap<>();

  Refusal(int status, String code, String message) {
    super(message, null, false, false);
    this.status = status;
    this.code = code;
  }

  static Refusal badRequest(String message) {
    return new Refusal(400, "bad_request", message);
  }

  static Refusal notFound(String message) {
    return new Refusal(404, "not_found", message);
  }

  Refusal withHeader(String name, String value) {
    headers.put(name, value);
    return this;
  }

  /** A further field of the error body. */
  Refusal with(String field, String value) {
    extras.put(field, value);
    return this;
  }

  int status() {
    return status;
  }

  String code() {
    return code;
  }

  Map<String, String> headers() {
    return headers;
  }

  Map<String, String> extras() {
    return extras;
  }
}
