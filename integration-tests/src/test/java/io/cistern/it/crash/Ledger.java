package io.cistern.it.crash;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a caller knows: which versions of which paths it asked for, and which were acknowledged. Kept outside the disk,
 * as a caller's memory is.
 */
final class Ledger {
  private final SortedMap<String, List<Optional<String>>> versions = new TreeMap<>();
  private final Map<String, Integer> acknowledged = new HashMap<>();
  private final List<Map<String, Integer>> groups = new ArrayList<>();

  /**
   * A change is asked for.
   *
   * @param wanted what shall be at each path: text, {@code ""} for a placeholder, empty for nothing; all or none
   */
  Begun begin(Map<String, Optional<String>> wanted) {
    Map<String, Integer> group = new LinkedHashMap<>();
    wanted.forEach((path, content) -> {
      List<Optional<String>> known = versions.computeIfAbsent(path, _ -> new ArrayList<>(List.of(Optional.empty())));
      known.add(content);
      group.put(path, known.size() - 1);
    });
    groups.add(group);
    return () -> acknowledged.putAll(group);
  }

  /** A change that was asked for. */
  interface Begun {
    /** The caller was told that it is done. */
    void acknowledged();
  }

  /** Whether the path may hold this: the last acknowledged version, or one asked for after it. */
  boolean allows(String path, Optional<String> content) {
    return indexOf(path, content) >= 0;
  }

  /** Every path that was ever asked for. */
  SortedMap<String, List<Optional<String>>> versions() {
    return versions;
  }

  /** Whether what is there keeps every group whole. */
  boolean keepsGroupsWhole(SortedMap<String, String> tree) {
    for (Map<String, Integer> group : groups) {
      long applied = group.entrySet().stream()
          .filter(
              member -> indexOf(member.getKey(), Optional.ofNullable(tree.get(member.getKey()))) >= member.getValue())
          .count();
      if (applied != 0 && applied != group.size()) {
        return false;
      }
    }
    return true;
  }

  /** All of it. */
  @Override
  public String toString() {
    return versions + " " + new TreeMap<>(acknowledged) + " " + groups;
  }

  /** The same knowledge, to go on with apart from this. */
  Ledger copy() {
    Ledger copy = new Ledger();
    versions.forEach((path, known) -> copy.versions.put(path, new ArrayList<>(known)));
    copy.acknowledged.putAll(acknowledged);
    copy.groups.addAll(groups);
    return copy;
  }

  private int indexOf(String path, Optional<String> content) {
    List<Optional<String>> known = versions.getOrDefault(path, List.of(Optional.empty()));
    for (int index = known.size() - 1; index >= acknowledged.getOrDefault(path, 0); index--) {
      if (known.get(index).equals(content)) {
        return index;
      }
    }
    return -1;
  }
}
