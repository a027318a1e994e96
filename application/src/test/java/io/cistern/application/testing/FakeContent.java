package io.cistern.application.testing;

import io.cistern.application.port.RemoteContent;
import io.cistern.domain.workspace.ContentHash;
import io.cistern.domain.workspace.Revision;
import java.io.InputStream;
import java.time.Instant;
import java.util.Optional;

/** One file as a fake broker sends it. */
public record FakeContent(
    String name, Revision revision, Optional<ContentHash> announcedHash, Optional<Instant> editedAt, InputStream body)
    implements RemoteContent {
  @Override
  public void close() {}
}
