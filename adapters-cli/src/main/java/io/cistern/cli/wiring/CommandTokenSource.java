package io.cistern.cli.wiring;

import io.cistern.cli.settings.Surroundings;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import io.cistern.http.client.BearerToken;
import io.cistern.http.client.TokenSource;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The first line that a shell command prints. The command is run when the token is first needed and again when the
 * broker refuses it; its own messages go to our standard error. Safe for use by many threads.
 */
final class CommandTokenSource implements TokenSource {
  /** Long enough for a person to touch a key, short enough that a hung helper is noticed. */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  /** Far above any token. */
  private static final int MOST_BYTES = 64 * 1024;

  private final String line;
  private final Surroundings surroundings;
  private Optional<BearerToken> known = Optional.empty();

  CommandTokenSource(String line, Surroundings surroundings) {
    this.line = line;
    this.surroundings = surroundings;
  }

  @Override
  public synchronized BearerToken current() {
    return known.orElseGet(this::reread);
  }

  @Override
  public synchronized BearerToken reread() {
    BearerToken token = BearerToken.require(firstLine(), "what the token command prints");
    known = Optional.of(token);
    return token;
  }

  private String firstLine() {
    try {
      ProcessBuilder builder = new ProcessBuilder("/bin/sh", "-c", line)
          .directory(surroundings.directory().toFile())
          .redirectInput(Redirect.from(new File("/dev/null")))
          .redirectError(Redirect.INHERIT);
      builder.environment().clear();
      builder.environment().putAll(surroundings.environment());
      return output(builder.start());
    } catch (IOException failed) {
      throw new CisternException(new Failure.NoToken("the token command cannot be run"), failed);
    }
  }

  private static String output(Process process) throws IOException {
    try (InputStream out = process.getInputStream()) {
      CompletableFuture<byte[]> reading = CompletableFuture.supplyAsync(() -> read(out));
      byte[] bytes = reading.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      if (!process.waitFor(PATIENCE)) {
        throw new CisternException(new Failure.NoToken("the token command did not end in time"));
      }
      if (process.exitValue() != 0) {
        throw new CisternException(
            new Failure.NoToken("the token command ended with exit code " + process.exitValue()));
      }
      return new String(bytes, StandardCharsets.UTF_8).lines().findFirst().orElse("");
    } catch (TimeoutException slow) {
      throw new CisternException(new Failure.NoToken("the token command did not end in time"), slow);
    } catch (ExecutionException failed) {
      throw new CisternException(new Failure.NoToken("the token command's output cannot be read"), failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new CisternException(new Failure.Interrupted("stopped while waiting for the token command"), interrupted);
    } finally {
      process.destroyForcibly();
    }
  }

  private static byte[] read(InputStream out) {
    try {
      return out.readNBytes(MOST_BYTES);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
