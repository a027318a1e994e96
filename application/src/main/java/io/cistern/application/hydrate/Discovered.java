package io.cistern.application.hydrate;

import java.util.List;

/**
 * What looking for candidates came to.
 *
 * @param bytes listed bytes of the candidates
 * @param obstructed wanted paths whose name holds no placeholder
 * @param unreadable directories that could not be looked into, each once; what is wanted below them was not seen
 * @param unmatched arguments that named nothing in the mirror
 */
public record Discovered(
    long candidates, long bytes, long obstructed, List<String> unreadable, List<String> unmatched) {
  public Discovered {
    unreadable = List.copyOf(unreadable);
    unmatched = List.copyOf(unmatched);
  }
}
