package io.cistern.fs.probe;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Reads lines of bounded length, so that what never ends a line cannot fill the memory. One thread. */
final class LineSource {
  private final InputStream source;
  private final int longest;

  LineSource(InputStream source, int longest) {
    this.source = new BufferedInputStream(source);
    this.longest = longest;
  }

  /**
   * The next line without its end; empty when there are no more. What stands after the last line's end is no line.
   *
   * @throws IOException for a line that is too long, too
   */
  Optional<String> next() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    int one = source.read();
    while (one >= 0 && one != '\n') {
      if (line.size() == longest) {
        throw new IOException("a line is longer than " + longest + " bytes");
      }
      line.write(one);
      one = source.read();
    }
    return one < 0 ? Optional.empty() : Optional.of(line.toString(StandardCharsets.UTF_8));
  }
}
