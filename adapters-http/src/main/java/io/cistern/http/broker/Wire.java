package io.cistern.http.broker;

import java.io.OutputStream;

/** The way back to whoever asked. One thread. */
interface Wire {
  /** Adds a header to an answer that has not begun. */
  void header(String name, String value);

  /** Begins the answer, and takes its body; the answer is whole when the stream is closed. */
  OutputStream begin(int status, String contentType);
}
