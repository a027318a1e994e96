package io.cistern.application.port;

import io.cistern.domain.workspace.Utf8Order;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What clients say about a file besides its content (contract 6). Kept and given back, without effect on anything else.
 * Texts are stripped, empty ones dropped, and everything stands in byte order, each list element once.
 */
public record Semantics(
    Map<String, String> properties, List<String> relations, List<String> permissions, List<String> comments) {
  /** Nothing said. */
  public static final Semantics NONE = new Semantics(Map.of(), List.of(), List.of(), List.of());

  public Semantics {
    properties = ordered(properties);
    relations = ordered(relations);
    permissions = ordered(permissions);
    comments = ordered(comments);
  }

  public boolean isEmpty() {
    return equals(NONE);
  }

  private static Map<String, String> ordered(Map<String, String> given) {
    SortedMap<String, String> ordered = new TreeMap<>(Utf8Order.COMPARATOR);
    given.forEach((key, value) -> ordered.put(key.strip(), value.strip()));
    ordered.remove("");
    return ordered.isEmpty() ? Map.of() : Collections.unmodifiableMap(ordered);
  }

  private static List<String> ordered(Collection<String> given) {
    SortedSet<String> ordered = new TreeSet<>(Utf8Order.COMPARATOR);
    given.forEach(text -> ordered.add(text.strip()));
    ordered.remove("");
    return List.copyOf(ordered);
  }
}
