package io.cistern.http.broker;

import io.cistern.application.port.WorkspaceStore;
import io.cistern.application.port.WorkspaceStore.Incoming;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;

/** Turns the content of a write into bytes in the store. */
final class Contents {
  private Contents() {}

  /** Whether an encoding is base64; empty for one that nobody knows. */
  static Optional<Boolean> isBase64(String encoding) {
    return switch (encoding.strip().toLowerCase(Locale.ROOT)) {
      case "", "utf-8", "utf8" -> Optional.of(false);
      case "base64" -> Optional.of(true);
      default -> Optional.empty();
    };
  }

  /** Keeps the decoded bytes aside; empty when they are not valid base64. */
  static Optional<Incoming> receive(WorkspaceStore store, SpooledBody body, WriteItem item, boolean base64)
      throws IOException {
    if (item.content().isEmpty()) {
      return Optional.of(store.receive(InputStream.nullInputStream()));
    }
    try (InputStream text = new JsonText(body.from(item.content().getAsLong()))) {
      return Optional.of(store.receive(base64 ? Base64.getDecoder().wrap(text) : text));
    } catch (UncheckedIOException e) {
      return Optional.empty();
    }
  }
}
