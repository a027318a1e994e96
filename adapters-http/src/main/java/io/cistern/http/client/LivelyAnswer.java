package io.cistern.http.client;

import io.cistern.domain.time.Patience;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** An answer of which every piece is a sign of life, however it is read. One thread. */
final class LivelyAnswer implements Answer {
  private final Answer answer;
  private final Patience patience;

  LivelyAnswer(Answer answer, Patience patience) {
    this.answer = answer;
    this.patience = patience;
  }

  @Override
  public int status() {
    return answer.status();
  }

  @Override
  public Optional<String> header(String name) {
    return answer.header(name);
  }

  @Override
  public InputStream body() throws IOException {
    return new FilterInputStream(answer.body()) {
      @Override
      public int read() throws IOException {
        return alive(super.read());
      }

      @Override
      public int read(byte[] into, int from, int length) throws IOException {
        return alive(super.read(into, from, length));
      }
    };
  }

  @Override
  public void close() {
    answer.close();
  }

  private int alive(int read) {
    if (read >= 0) {
      patience.sawLife();
    }
    return read;
  }
}
