package io.cistern.http.virtual;

import io.cistern.http.broker.chaos.Trouble;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketException;
import java.time.InstantSource;
import java.util.function.IntConsumer;

/** A body on its way: slowed, stalled, cut short or torn off, as chaos wants it. One thread. */
final class VirtualBody extends InputStream {
  private final byte[] bytes;
  private final Trouble trouble;
  private final Stay stay;
  private final InstantSource clock;
  private final IntConsumer sent;
  private int at;

  /**
   * Begins.
   *
   * @param sent told how many bytes have left, whenever some do
   */
  VirtualBody(byte[] bytes, Trouble trouble, Stay stay, InstantSource clock, IntConsumer sent) {
    this.bytes = bytes;
    this.trouble = trouble;
    this.stay = stay;
    this.clock = clock;
    this.sent = sent;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int from, int length) throws IOException {
    long end = Math.min(bytes.length, trouble.truncateAt());
    long fault = Math.min(trouble.resetAt(), trouble.stallAt());
    if (at >= Math.min(end, fault)) {
      strike();
      return -1;
    }
    int step = (int) Math.min(length, Math.min(end, fault) - at);
    step = trouble.piece(step);
    stay.until(trouble.reserve(step, clock.instant()));
    System.arraycopy(bytes, at, into, from, step);
    at += step;
    sent.accept(step);
    return step;
  }

  /** Every byte before the fault has arrived when it comes. */
  private void strike() throws IOException {
    if (trouble.resetAt() <= bytes.length) {
      throw new SocketException("Connection reset");
    }
    if (trouble.stallAt() <= bytes.length) {
      throw stay.forEver();
    }
  }
}
