package io.cistern.application.hydrate;

import io.cistern.domain.placeholder.Globs;
import java.util.ArrayList;
import java.util.List;

/** Remembers which of a person's patterns have named nothing yet. Used by one thread. */
final class Unmatched {
  private final List<String> waiting;

  Unmatched(List<String> patterns) {
    this.waiting = new ArrayList<>(patterns);
  }

  static Unmatched none() {
    return new Unmatched(List.of());
  }

  /** Whether the patterns together want the path; each one that matches it counts as having named something. */
  boolean test(String path, Globs all) {
    waiting.removeIf(pattern -> pattern.startsWith("!") || Globs.of(List.of(pattern)).match(path));
    return all.match(path);
  }

  List<String> arguments() {
    return List.copyOf(waiting);
  }
}
