package io.cistern.http.broker.chaos;

import java.io.IOException;
import java.io.OutputStream;
import java.time.InstantSource;

/** A body that is slowed, cut short, stalled or torn off on its way. One thread. */
final class FaultyOutput extends OutputStream {
  private final OutputStream body;
  private final Faults faults;
  private final Faults.Line line;
  private final Waiting waiting;
  private final InstantSource clock;
  private long sent;

  FaultyOutput(OutputStream body, Faults faults, Faults.Line line, Waiting waiting, InstantSource clock) {
    this.body = body;
    this.faults = faults;
    this.line = line;
    this.waiting = waiting;
    this.clock = clock;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[]{(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    int from = offset;
    int left = length;
    while (left > 0) {
      int step = (int) Math.min(left, untilNextFault());
      step = faults.paces().stream().mapToInt(Pace::piece).reduce(step, Math::min);
      if (step > 0) {
        for (Pace pace : faults.paces()) {
          waiting.pause(pace.reserve(step, clock.instant()));
        }
        if (sent < faults.truncateAt()) {
          body.write(bytes, from, step);
        }
        sent += step;
        from += step;
        left -= step;
      }
      strike();
    }
  }

  @Override
  public void flush() throws IOException {
    body.flush();
  }

  @Override
  public void close() throws IOException {
    strike();
    body.close();
  }

  private long untilNextFault() {
    long next = Long.MAX_VALUE;
    for (long at : new long[]{faults.resetAt(), faults.stallAt(), faults.truncateAt()}) {
      next = at > sent ? Math.min(next, at - sent) : next;
    }
    return next;
  }

  /** Every byte before the fault has left this machine when it comes. */
  private void strike() throws IOException {
    if (sent >= faults.resetAt()) {
      body.flush();
      line.reset();
      throw new IOException("chaos reset the connection");
    }
    if (sent >= faults.stallAt()) {
      body.flush();
      waiting.untilStopped();
      throw new IOException("chaos stalled the answer");
    }
  }
}
