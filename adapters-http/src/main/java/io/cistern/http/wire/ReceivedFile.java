package io.cistern.http.wire;

import io.cistern.application.port.RemoteContent;
import io.cistern.domain.workspace.ContentHash;
import io.cistern.domain.workspace.Revision;
import java.io.InputStream;
import java.time.Instant;
import java.util.Optional;

/** One file object, its body still to be read: from memory, from the spool, or from the connection. One thread. */
public final class ReceivedFile implements RemoteContent {
  private final Header header;
  private final InputStream body;
  private final Runnable release;
  private boolean released;

  ReceivedFile(Header header, InputStream body, Runnable release) {
    this.header = header;
    this.body = body;
    this.release = release;
  }

  @Override
  public String name() {
    return header.name();
  }

  @Override
  public Revision revision() {
    return header.revision();
  }

  @Override
  public Optional<ContentHash> announcedHash() {
    return header.hash();
  }

  @Override
  public Optional<Instant> editedAt() {
    return header.editedAt();
  }

  @Override
  public InputStream body() {
    return body;
  }

  @Override
  public void close() {
    if (!released) {
      released = true;
      release.run();
    }
  }

  /** What is said about a file beside its bytes. */
  record Header(String name, Revision revision, Optional<ContentHash> hash, Optional<Instant> editedAt) {}
}
