package io.cistern.application.listing;

import io.cistern.application.port.Manifest;
import io.cistern.domain.manifest.PathEntry;
import io.cistern.domain.manifest.PathState;
import io.cistern.domain.sync.NamePolicy;
import io.cistern.domain.workspace.TreeCursor;
import io.cistern.domain.workspace.Utf8Order;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Known paths that a page should have shown and did not. */
public final class Unlisted {
  private Unlisted() {}

  /**
   * The names, in order. Looks only at the stretch of names that the page stands for.
   *
   * @param directory that was listed
   * @param from the cursor that the page was asked with
   * @param depth levels that were asked for
   * @param waiting directories that are listed on their own, those of the page apart
   */
  public static List<String> by(
      String directory, Optional<TreeCursor> from, PageNews page, int depth, Collection<String> waiting,
      Manifest manifest) {
    Set<String> shown = new HashSet<>();
    page.facts().stream().map(fact -> NamePolicy.key(fact.name())).forEach(shown::add);
    Set<String> deeper = new HashSet<>(page.joined());
    deeper.addAll(waiting);
    int levels = depth + (directory.equals("/") ? 0 : slashes(directory));
    List<String> missing = new ArrayList<>();
    Iterator<PathEntry> entries = manifest.from(
        directory.equals("/") ? "/" : directory + "/", from.map(TreeCursor::value).orElse(""));
    while (entries.hasNext()) {
      PathEntry entry = entries.next();
      String name = entry.name();
      if (page.next().isPresent() && Utf8Order.COMPARATOR.compare(name, page.next().get().value()) > 0) {
        break;
      }
      boolean listed = slashes(name) > levels ? deeper.contains(cut(name, levels)) : shown.contains(name);
      if (!listed && known(entry)) {
        missing.add(name);
      }
    }
    return missing;
  }

  private static boolean known(PathEntry entry) {
    return entry.state() != PathState.ADDED;
  }

  private static int slashes(String name) {
    return (int) name.chars().filter(c -> c == '/').count();
  }

  /** The directory on the way to a name that lies at this level. */
  private static String cut(String name, int levels) {
    int end = 0;
    for (int i = 0; i < levels; i++) {
      end = name.indexOf('/', end + 1);
    }
    return name.substring(0, end);
  }
}
