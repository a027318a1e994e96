package io.cistern.application.mutate;

import io.cistern.application.port.Manifest;
import io.cistern.domain.manifest.PathEntry;
import io.cistern.domain.manifest.PathState;
import io.cistern.domain.placeholder.Globs;
import io.cistern.domain.workspace.Utf8Order;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The paths that arguments name: files, all files of a directory, what a pattern matches; each once, in the order of their
 * names. What is removed already is not chosen.
 *
 * @param unmatched arguments that named nothing
 */
record Chosen(List<PathEntry> entries, List<String> unmatched) {
  static Chosen of(Manifest manifest, List<String> arguments) {
    NavigableMap<String, PathEntry> chosen = new TreeMap<>(Utf8Order.COMPARATOR);
    List<String> unmatched = new ArrayList<>();
    for (String argument : arguments) {
      List<PathEntry> named = named(manifest, argument);
      named.forEach(entry -> chosen.put(entry.name(), entry));
      if (named.isEmpty()) {
        unmatched.add(argument);
      }
    }
    return new Chosen(List.copyOf(chosen.values()), unmatched);
  }

  /** What lies below a directory, without what is removed already. */
  static List<PathEntry> below(Manifest manifest, String directory) {
    return present(manifest.from(directory.endsWith("/") ? directory : directory + "/", ""));
  }

  private static List<PathEntry> named(Manifest manifest, String argument) {
    List<PathEntry> exact = present(manifest.find(argument).stream().iterator());
    if (!exact.isEmpty()) {
      return exact;
    }
    List<PathEntry> below = argument.startsWith("/") ? below(manifest, argument) : List.of();
    if (!below.isEmpty()) {
      return below;
    }
    Globs pattern = Globs.of(List.of(argument));
    return isPattern(argument)
        ? present(manifest.from("/", "")).stream().filter(entry -> pattern.match(entry.name())).toList()
        : List.of();
  }

  private static boolean isPattern(String argument) {
    return argument.chars().anyMatch(c -> c == '*' || c == '?' || c == '[');
  }

  private static List<PathEntry> present(Iterator<PathEntry> entries) {
    List<PathEntry> present = new ArrayList<>();
    while (entries.hasNext()) {
      PathEntry entry = entries.next();
      if (entry.state() != PathState.REMOVED) {
        present.add(entry);
      }
    }
    return present;
  }
}
