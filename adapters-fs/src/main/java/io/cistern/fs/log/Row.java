package io.cistern.fs.log;

import io.cistern.domain.manifest.PathEntry;
import io.cistern.domain.manifest.PathState;

/** One entry of the manifest in its bytes: {@link Names} and {@link EntryCodec}. */
final class Row {
  private final byte[] name;
  private final byte[] body;

  Row(byte[] name, byte[] body) {
    this.name = name;
    this.body = body;
  }

  byte[] name() {
    return name;
  }

  byte[] body() {
    return body;
  }

  PathEntry entry() {
    return EntryCodec.entry(name, body);
  }

  boolean placeholder() {
    return EntryCodec.stateOf(body) == PathState.PLACEHOLDER;
  }
}
