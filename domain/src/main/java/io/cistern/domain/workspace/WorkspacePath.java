package io.cistern.domain.workspace;

import io.cistern.domain.failure.Invariant;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A file of the workspace by its canonical path: leading slash, no empty, {@code .} or {@code ..} segment, no NUL, no
 * trailing slash, valid Unicode. It never addresses the root, nor {@code .cistern} at the root in any spelling that a
 * folding file system would take for it.
 *
 * <p>Ordered as the wire orders paths ({@link Utf8Order}). Immutable.
 */
public record WorkspacePath(String value) implements Comparable<WorkspacePath> {
  /** Linux's PATH_MAX less room for the mirror's own prefix would vary, so the cap is the whole of it, in UTF-8 bytes. */
  public static final int MAX_BYTES = 4096;

  /** Twice the deepest listing of the contract (7.2), far above any real tree: bounds recursion and open handles. */
  public static final int MAX_DEPTH = 200;

  /** The control directory's name; reserved at the root. */
  public static final String CONTROL_DIRECTORY = ".cistern";

  public WorkspacePath {
    Invariant.check(isCanonical(value), "a workspace path is parsed before it is built");
  }

  /** Takes a path from outside; empty for anything that is not canonical, too long, too deep, or reserved. */
  public static Optional<WorkspacePath> parse(String text) {
    return isCanonical(text) ? Optional.of(new WorkspacePath(text)) : Optional.empty();
  }

  /** The last segment. */
  public String name() {
    return value.substring(value.lastIndexOf('/') + 1);
  }

  /** The path without its leading slash: a name relative to the mirror's root. */
  public String relative() {
    return value.substring(1);
  }

  /** The directory that holds it: {@code "/"} or a canonical path. */
  public String parent() {
    int slash = value.lastIndexOf('/');
    return slash == 0 ? "/" : value.substring(0, slash);
  }

  /** Its segments in order, at least one. */
  public List<String> segments() {
    return List.of(relative().split("/", -1));
  }

  @Override
  public int compareTo(WorkspacePath other) {
    return Utf8Order.COMPARATOR.compare(value, other.value);
  }

  @Override
  public String toString() {
    return value;
  }

  private static boolean isCanonical(String text) {
    if (text.length() < 2 || text.charAt(0) != '/' || !isBoundedUnicode(text)) {
      return false;
    }
    String[] segments = text.substring(1).split("/", -1);
    if (segments.length > MAX_DEPTH) {
      return false;
    }
    for (String segment : segments) {
      if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
        return false;
      }
    }
    return !addressesControlDirectory(segments[0]);
  }

  private static boolean isBoundedUnicode(String text) {
    int bytes = 0;
    for (int i = 0; i < text.length();) {
      int point = text.codePointAt(i);
      if (point == 0 || (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE)) {
        return false;
      }
      bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
      if (bytes > MAX_BYTES) {
        return false;
      }
      i += Character.charCount(point);
    }
    return true;
  }

  /** Folding file systems ignore case, form, and (HFS+) format characters, so all of them are removed before comparing. */
  private static boolean addressesControlDirectory(String segment) {
    StringBuilder kept = new StringBuilder(segment.length());
    Normalizer.normalize(segment, Normalizer.Form.NFKC)
        .codePoints()
        .filter(point -> Character.getType(point) != Character.FORMAT)
        .forEach(kept::appendCodePoint);
    return kept.toString().toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT).equals(CONTROL_DIRECTORY);
  }
}
