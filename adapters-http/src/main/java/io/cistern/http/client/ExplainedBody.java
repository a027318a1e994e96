package io.cistern.http.client;

import io.cistern.domain.failure.CisternException;
import java.io.IOException;
import java.io.InputStream;

/**
 * A body that says why it failed: the cause of every {@link IOException} is a {@link CisternException} with the failure as
 * this client classes it. One thread.
 */
final class ExplainedBody extends InputStream {
  private final InputStream source;
  private final Call call;

  ExplainedBody(InputStream source, Call call) {
    this.source = source;
    this.call = call;
  }

  @Override
  public int read() throws IOException {
    try {
      return source.read();
    } catch (IOException e) {
      throw explained(e);
    }
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    try {
      return source.read(target, offset, length);
    } catch (IOException e) {
      throw explained(e);
    }
  }

  private IOException explained(IOException e) {
    CisternException cause = new CisternException(Troubles.of(e, call).failure(), e);
    return new IOException(cause.getMessage(), cause);
  }
}
