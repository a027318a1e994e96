package io.cistern.application.fetch;

import io.cistern.application.concurrent.StopSignal;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.manifest.PathEntry;
import io.cistern.domain.time.Patience;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * A body that remembers how it broke, so that a broken connection can be told from a full disk after staging failed, and
 * that ends between two reads when a stop is asked for, or more has come than may be kept. Every byte is a sign of life.
 */
final class WatchedBody extends FilterInputStream {
  private final StopSignal stop;
  private final Patience patience;
  private final String path;
  private final BodyLimit limit;
  private Optional<Failure> broken = Optional.empty();

  WatchedBody(InputStream body, PathEntry wanted, Patience patience, StopSignal stop, BodyLimit limit) {
    super(body);
    this.path = wanted.name();
    this.limit = limit;
    this.patience = patience;
    this.stop = stop;
  }

  /** Why reading failed; empty while it has not. */
  Optional<Failure> broken() {
    return broken;
  }

  @Override
  public int read() throws IOException {
    stop.check();
    try {
      int read = alive(super.read());
      limit.add(read < 0 ? 0 : 1);
      return read;
    } catch (IOException failed) {
      throw remembered(failed);
    }
  }

  @Override
  public int read(byte[] into, int from, int length) throws IOException {
    stop.check();
    try {
      int read = alive(super.read(into, from, length));
      limit.add(Math.max(0, read));
      return read;
    } catch (IOException failed) {
      throw remembered(failed);
    }
  }

  private int alive(int read) {
    if (read >= 0) {
      patience.sawLife();
    }
    return read;
  }

  private IOException remembered(IOException failed) {
    broken = Optional.of(
        failed.getCause() instanceof CisternException told
            ? told.failure()
            : new Failure.Remote(
                Failure.RemoteCode.REMOTE_UNAVAILABLE, Optional.of(path),
                "reading " + path + " broke off: " + failed.getMessage(), Optional.empty()));
    return failed;
  }
}
