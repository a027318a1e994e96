package io.cistern.http.broker.chaos;

import java.util.regex.Pattern;

/** Globs over workspace paths: a star and a question mark stay within a segment, two stars cross segments. */
final class Glob {
  private Glob() {}

  /** A glob without a leading slash matches at any depth, as in a gitignore file. */
  static Pattern compile(String glob) {
    StringBuilder regex = new StringBuilder(glob.startsWith("/") ? "" : "(?:.*/)?");
    for (int i = 0; i < glob.length(); i++) {
      char c = glob.charAt(i);
      if (c == '*' && glob.startsWith("**/", i)) {
        regex.append("(?:.*/)?");
        i += 2;
      } else if (c == '*' && glob.startsWith("**", i)) {
        regex.append(".*");
        i++;
      } else if (c == '*') {
        regex.append("[^/]*");
      } else if (c == '?') {
        regex.append("[^/]");
      } else {
        regex.append(Pattern.quote(String.valueOf(c)));
      }
    }
    return Pattern.compile(regex.toString(), Pattern.DOTALL);
  }
}
