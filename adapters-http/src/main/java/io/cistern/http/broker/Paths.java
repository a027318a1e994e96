package io.cistern.http.broker;

import io.cistern.domain.workspace.WorkspacePath;
import java.util.Locale;

/** What a path of a request means: normalised as the contract says (5), then taken only if canonical. */
final class Paths {
  private Paths() {}

  /** Empty becomes the root, a missing leading slash is added, one trailing slash goes; nothing else. */
  static String normalised(String path) {
    String rooted = path.startsWith("/") ? path : "/" + path;
    return rooted.length() > 1 && rooted.endsWith("/") ? rooted.substring(0, rooted.length() - 1) : rooted;
  }

  /**
   * The directory of a listing.
   *
   * @throws Refusal 400 when it is not canonical
   */
  static String directory(String path) {
    String normalised = normalised(path);
    if (!normalised.equals("/") && WorkspacePath.parse(normalised).isEmpty()) {
      throw notCanonical();
    }
    return normalised;
  }

  /**
   * The one file of a request.
   *
   * @throws Refusal 400 when it is missing or not canonical
   */
  static WorkspacePath file(String path) {
    if (path.isBlank()) {
      throw Refusal.badRequest("missing path query");
    }
    return WorkspacePath.parse(normalised(path)).orElseThrow(Paths::notCanonical);
  }

  /** Under which the wire counts a path: its first segment, in lower case. */
  static String provider(String path) {
    int slash = path.indexOf('/', 1);
    return path.substring(1, slash < 0 ? path.length() : slash).toLowerCase(Locale.ROOT);
  }

  private static Refusal notCanonical() {
    return Refusal.badRequest("the path is not canonical");
  }
}
