package io.cistern.domain.placeholder;

import java.util.List;

/**
 * One pattern of {@link Globs}, taken apart into segments.
 *
 * @param segments of the pattern; {@code **} stands for any number of segments
 * @param directoryOnly whether only a directory matches
 * @param negated whether it takes paths out again
 */
record Glob(List<String> segments, boolean directoryOnly, boolean negated) {
  private static final String ANY_DEPTH = "**";

  static Glob of(String text) {
    boolean negated = text.startsWith("!");
    String body = negated ? text.substring(1) : text;
    if (body.startsWith("\\!") || body.startsWith("\\#")) {
      body = body.substring(1);
    }
    boolean directoryOnly = body.endsWith("/");
    String core = directoryOnly ? body.substring(0, body.length() - 1) : body;
    boolean anchored = core.indexOf('/') >= 0;
    String relative = core.startsWith("/") ? core.substring(1) : core;
    String rooted = anchored ? relative : ANY_DEPTH + "/" + relative;
    return new Glob(List.of(rooted.split("/", -1)), directoryOnly, negated);
  }

  /** Whether the file, or a directory it lies in, is matched. */
  boolean matches(String path) {
    String[] names = path.substring(1).split("/", -1);
    int longest = directoryOnly ? names.length - 1 : names.length;
    for (int length = 1; length <= longest; length++) {
      if (matches(names, length)) {
        return true;
      }
    }
    return false;
  }

  /** Whether the path itself is matched, whatever it lies in. */
  boolean matchesItself(String path, boolean isDirectory) {
    String[] names = path.substring(1).split("/", -1);
    return (isDirectory || !directoryOnly) && matches(names, names.length);
  }

  /**
   * Whether the first {@code length} names are matched as a whole. The last {@code **} is enough to come back to, so the
   * cost is bounded by pattern times path.
   */
  private boolean matches(String[] names, int length) {
    int pattern = 0;
    int name = 0;
    int retryPattern = -1;
    int retryName = 0;
    while (name < length) {
      if (pattern < segments.size() && segments.get(pattern).equals(ANY_DEPTH)) {
        retryPattern = ++pattern;
        retryName = name;
      } else if (pattern < segments.size() && SegmentGlob.matches(segments.get(pattern), names[name])) {
        pattern++;
        name++;
      } else if (retryPattern >= 0) {
        pattern = retryPattern;
        name = ++retryName;
      } else {
        return false;
      }
    }
    return pattern == segments.size();
  }
}
