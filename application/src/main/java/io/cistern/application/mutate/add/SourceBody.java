package io.cistern.application.mutate.add;

import io.cistern.application.concurrent.StopSignal;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A local file being read; ends between two reads when a stop is asked for, and remembers whether reading broke. */
final class SourceBody extends FilterInputStream {
  private final StopSignal stop;
  private boolean broken;

  SourceBody(InputStream body, StopSignal stop) {
    super(body);
    this.stop = stop;
  }

  /** Whether the file could not be read to its end, so that nothing else is to blame. */
  boolean broken() {
    return broken;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int from, int length) throws IOException {
    stop.check();
    try {
      return super.read(into, from, length);
    } catch (IOException failed) {
      broken = true;
      throw failed;
    }
  }
}
