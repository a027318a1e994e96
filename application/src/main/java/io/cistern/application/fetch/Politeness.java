package io.cistern.application.fetch;

import io.cistern.application.concurrent.RightOfWay;
import io.cistern.application.port.RemoteContent;
import io.cistern.domain.time.Deadline;
import io.cistern.domain.time.Patience;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.function.BooleanSupplier;

/**
 * The manners of a read that nobody waits for: it leaves its connection alone while somebody else goes first, so that the
 * broker sends them what it would have sent here. Its patience does not run out over that, because it is not the remote
 * that is silent. Reading is for one thread; the patience may be asked by any.
 */
final class Politeness implements Patience {
  /** Most files of text are one; of a large file, little beside what a slow line brings between two steps. */
  private static final int PIECE = 8 * 1024;

  private final Patience patience;
  private final RightOfWay way;
  private final BooleanSupplier urgent;
  private volatile boolean standing;

  /** @param urgent whether somebody waits for this read by now */
  Politeness(Patience patience, RightOfWay way, BooleanSupplier urgent) {
    this.patience = patience;
    this.way = way;
    this.urgent = urgent;
  }

  @Override
  public Deadline deadline() {
    if (standing) {
      patience.sawLife();
    }
    return patience.deadline();
  }

  @Override
  public boolean outlasts(Instant moment) {
    return patience.outlasts(moment);
  }

  @Override
  public void sawLife() {
    patience.sawLife();
  }

  /** The same content, read politely. */
  RemoteContent of(RemoteContent content) {
    return content.readThrough(Pieces::new);
  }

  private void giveWay() {
    standing = true;
    try {
      if (way.giveWay(urgent)) {
        patience.sawLife();
      }
    } finally {
      standing = false;
    }
  }

  /** Whose turn came to begin, or to go on, reads one piece before it gives way again. */
  private final class Pieces extends FilterInputStream {
    private int left = PIECE;

    private Pieces(InputStream body) {
      super(body);
    }

    @Override
    public int read() throws IOException {
      left -= most(1);
      return super.read();
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
      int read = super.read(into, from, most(length));
      left -= Math.max(0, read);
      return read;
    }

    private int most(int wanted) {
      if (left == 0 && wanted > 0) {
        giveWay();
        left = PIECE;
      }
      return Math.min(wanted, left);
    }
  }
}
