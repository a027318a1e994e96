package io.cistern.domain.placeholder;

/** Matches one path segment; as {@link Glob}, it comes back only to the last {@code *}, so it cannot take for ever. */
final class SegmentGlob {
  private SegmentGlob() {}

  static boolean matches(String pattern, String name) {
    int p = 0;
    int n = 0;
    int retryPattern = -1;
    int retryName = 0;
    while (n < name.length()) {
      int next = p < pattern.length() ? afterOne(pattern, p, name.codePointAt(n)) : -1;
      if (p < pattern.length() && pattern.charAt(p) == '*') {
        retryPattern = ++p;
        retryName = n;
      } else if (next >= 0) {
        p = next;
        n += Character.charCount(name.codePointAt(n));
      } else if (retryPattern >= 0) {
        p = retryPattern;
        retryName += Character.charCount(name.codePointAt(retryName));
        n = retryName;
      } else {
        return false;
      }
    }
    while (p < pattern.length() && pattern.charAt(p) == '*') {
      p++;
    }
    return p == pattern.length();
  }

  /** Where the pattern goes on after matching one character, or -1 when it does not match. */
  private static int afterOne(String pattern, int at, int point) {
    int symbol = pattern.codePointAt(at);
    return switch (symbol) {
      case '?' -> at + 1;
      case '[' -> {
        int end = closing(pattern, at);
        if (end < 0) {
          yield point == '[' ? at + 1 : -1;
        }
        yield inSet(pattern, at + 1, end, point) ? end + 1 : -1;
      }
      case '\\' -> {
        if (at + 1 == pattern.length()) {
          yield point == '\\' ? at + 1 : -1;
        }
        int literal = pattern.codePointAt(at + 1);
        yield point == literal ? at + 1 + Character.charCount(literal) : -1;
      }
      default -> point == symbol ? at + Character.charCount(symbol) : -1;
    };
  }

  /** The bracket that ends the set; one that stands first is a member of it. */
  private static int closing(String pattern, int open) {
    int first = open + 1;
    if (first < pattern.length() && (pattern.charAt(first) == '!' || pattern.charAt(first) == '^')) {
      first++;
    }
    return pattern.indexOf(']', first + 1);
  }

  private static boolean inSet(String pattern, int from, int end, int point) {
    boolean negated = pattern.charAt(from) == '!' || pattern.charAt(from) == '^';
    boolean found = false;
    int i = negated ? from + 1 : from;
    while (i < end) {
      int low = pattern.codePointAt(i);
      int next = i + Character.charCount(low);
      boolean range = next + 1 < end && pattern.charAt(next) == '-';
      int high = range ? pattern.codePointAt(next + 1) : low;
      found |= point >= low && point <= high;
      i = range ? next + 1 + Character.charCount(high) : next;
    }
    return found != negated;
  }
}
