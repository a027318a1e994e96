package io.cistern.http.client;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** The head of an answer, and its body still to be read. One thread. */
interface Answer extends AutoCloseable {
  int status();

  Optional<String> header(String name);

  /** The body, decompressed; reading throws what {@link Transport#send} throws. */
  InputStream body() throws IOException;

  /** Gives the connection back when the body was read to its end, breaks it off otherwise. May be called twice. */
  @Override
  void close();
}
