package io.cistern.http.client;

import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** Reads the first line of a file, once, and again when asked to. Safe for use by many threads. */
final class FileTokenSource implements TokenSource {
  private final Path file;
  private final AtomicReference<Optional<BearerToken>> known = new AtomicReference<>(Optional.empty());

  FileTokenSource(Path file) {
    this.file = file;
  }

  @Override
  public BearerToken current() {
    return known.get().orElseGet(this::reread);
  }

  @Override
  public BearerToken reread() {
    BearerToken token = BearerToken.require(firstLine(), "token file " + file);
    known.set(Optional.of(token));
    return token;
  }

  private String firstLine() {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] start = in.readNBytes(BearerToken.LONGEST + 2);
      return new String(start, StandardCharsets.UTF_8).lines().findFirst().orElse("");
    } catch (IOException e) {
      throw new CisternException(new Failure.NoToken("token file " + file + " cannot be read: " + e.getMessage()), e);
    }
  }
}
