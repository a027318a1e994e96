package io.cistern.application.port;

import io.cistern.domain.workspace.ContentHash;
import io.cistern.domain.workspace.Revision;
import java.io.InputStream;
import java.time.Instant;
import java.util.Optional;

/** A file as somebody else has it, and a body that is read in another way. */
record ReadThrough(RemoteContent content, InputStream body) implements RemoteContent {
  @Override
  public String name() {
    return content.name();
  }

  @Override
  public Revision revision() {
    return content.revision();
  }

  @Override
  public Optional<ContentHash> announcedHash() {
    return content.announcedHash();
  }

  @Override
  public Optional<Instant> editedAt() {
    return content.editedAt();
  }

  @Override
  public void close() {
    content.close();
  }
}
