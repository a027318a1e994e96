package io.cistern.http.client;

import java.nio.file.Path;

/**
 * Where the token comes from. Safe for use by many threads; throws {@code CisternException} with {@code Failure.Config}
 * when there is none to be had.
 */
public interface TokenSource {
  /** The token to use now; cheap, asked before every request. */
  BearerToken current();

  /** Looks again where the token comes from, because the broker refused the current one; {@link #current} follows. */
  BearerToken reread();

  /** A token in a file, by itself on the first line. The file is read when first needed. */
  static TokenSource file(Path file) {
    return new FileTokenSource(file);
  }

  /** A token that never changes. */
  static TokenSource fixed(BearerToken token) {
    return new TokenSource() {
      @Override
      public BearerToken current() {
        return token;
      }

      @Override
      public BearerToken reread() {
        return token;
      }
    };
  }
}
