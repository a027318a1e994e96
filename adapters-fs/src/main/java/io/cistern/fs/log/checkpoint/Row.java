package io.cistern.fs.log.checkpoint;

import io.cistern.domain.manifest.PathEntry;
import io.cistern.domain.manifest.PathState;
import io.cistern.fs.log.codec.EntryCodec;
import io.cistern.fs.log.codec.Names;

/** One entry of the manifest in its bytes: {@link Names} and {@link EntryCodec}. */
public final class Row {
  private final byte[] name;
  private final byte[] body;

  public Row(byte[] name, byte[] body) {
    this.name = name;
    this.body = body;
  }

  public byte[] name() {
    return name;
  }

  public byte[] body() {
    return body;
  }

  public PathEntry entry() {
    return EntryCodec.entry(name, body);
  }

  public boolean placeholder() {
    return EntryCodec.stateOf(body) == PathState.PLACEHOLDER;
  }
}
