package io.cistern.http.testing;

import io.cistern.application.port.Spool;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/** A spool in temporary files that counts what is open. Safe for use by many threads. */
public final class TemporarySpool implements Spool {
  private final Path directory;
  private final AtomicInteger opened = new AtomicInteger();
  private final AtomicInteger open = new AtomicInteger();

  public TemporarySpool(Path directory) {
    this.directory = directory;
  }

  /** How many rooms there were ever. */
  public int opened() {
    return opened.get();
  }

  /** How many rooms have not been given back. */
  public int held() {
    return open.get();
  }

  @Override
  public Room open() {
    opened.incrementAndGet();
    open.incrementAndGet();
    Path file = directory.resolve("room-" + opened.get());
    return new Room() {
      @Override
      public OutputStream write() {
        return unchecked(() -> Files.newOutputStream(file));
      }

      @Override
      public InputStream read(long from) {
        return unchecked(() -> {
          InputStream in = Files.newInputStream(file);
          in.skipNBytes(from);
          return in;
        });
      }

      @Override
      public void close() {
        open.decrementAndGet();
        unchecked(() -> Files.deleteIfExists(file));
      }
    };
  }

  private interface Step<T> {
    T run() throws IOException;
  }

  private static <T> T unchecked(Step<T> step) {
    try {
      return step.run();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
