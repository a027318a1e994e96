package io.cistern.http.broker.chaos;

import java.time.Duration;
import java.util.OptionalLong;

/** One thing that can go wrong with an answer. */
public sealed interface Effect {
  /** The answer comes later. */
  record Latency(Duration by) implements Effect {}

  /** All requests of the rule share this many bytes a second. */
  record Rate(long bytesPerSecond) implements Effect {}

  /** No answer, until the client gives up. */
  record Hang() implements Effect {}

  /** An error instead of the answer; nothing is handled. */
  record Status(int status, String code, String message, OptionalLong retryAfterSeconds) implements Effect {}

  /** The connection is reset when this many bytes of the body have been sent. */
  record ResetAt(long bytes) implements Effect {}

  /** The body ends after this many bytes, as though it were complete. */
  record TruncateAt(long bytes) implements Effect {}

  /** Nothing more is sent after this many bytes, and the connection stays. */
  record StallAt(long bytes) implements Effect {}

  /** The request is handled, then the connection is closed without an answer. */
  record DropAnswer() implements Effect {}

  /** Every content hash in the answer is another one. */
  record WrongHash() implements Effect {}

  /** The answer names another content type. */
  record ContentType(String text) implements Effect {}

  /** A listing without items, a file without bytes. */
  record Empty() implements Effect {}

  /** Every cursor is taken for an unknown one. */
  record StaleCursor() implements Effect {}
}
