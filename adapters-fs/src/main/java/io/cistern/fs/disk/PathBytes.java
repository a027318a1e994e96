package io.cistern.fs.disk;

import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.Arrays;

/** The bytes of a path as the system gave them, whatever the locale: its URI keeps them. */
final class PathBytes {
  private PathBytes() {}

  /** The whole path, absolute. */
  static byte[] of(Path path) {
    String raw = path.toAbsolutePath().toUri().getRawPath();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(raw.length());
    int at = 0;
    while (at < raw.length()) {
      if (raw.charAt(at) == '%') {
        bytes.write(Integer.parseInt(raw, at + 1, at + 3, 16));
        at += 3;
      } else {
        bytes.write(raw.charAt(at));
        at++;
      }
    }
    return bytes.toByteArray();
  }

  /** The last segment. */
  static byte[] leaf(Path path) {
    byte[] whole = of(path);
    int end = whole.length > 0 && whole[whole.length - 1] == '/' ? whole.length - 1 : whole.length;
    int begin = end;
    while (begin > 0 && whole[begin - 1] != '/') {
      begin--;
    }
    return Arrays.copyOfRange(whole, begin, end);
  }
}
