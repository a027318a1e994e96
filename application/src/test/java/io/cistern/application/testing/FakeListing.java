package io.cistern.application.testing;

import io.cistern.domain.workspace.Revision;
import io.cistern.domain.workspace.TreeEntry;
import io.cistern.domain.workspace.Utf8Order;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** What a listing of a directory shows (contract 7.2). */
final class FakeListing {
  private FakeListing() {}

  static boolean under(String directory, String name) {
    return directory.equals("/") || name.startsWith(directory + "/");
  }

  /** Rows in byte order: files and the directories that exist through them; a file hides a directory of its name. */
  static List<TreeEntry> below(String directory, int depth, List<TreeEntry> files, List<TreeEntry> extra) {
    NavigableMap<String, TreeEntry> shown = new TreeMap<>(Utf8Order.COMPARATOR);
    int base = directory.equals("/") ? 0 : directory.split("/", -1).length - 1;
    for (TreeEntry file : files) {
      if (under(directory, file.name())) {
        String[] segments = file.name().substring(1).split("/", -1);
        StringBuilder above = new StringBuilder();
        for (int level = 0; level < segments.length - 1; level++) {
          above.append('/').append(segments[level]);
          if (level >= base && level - base < depth) {
            shown.putIfAbsent(above.toString(), directory(above.toString()));
          }
        }
        if (segments.length - base <= depth) {
          shown.put(file.name(), file);
        }
      }
    }
    List<TreeEntry> all = new ArrayList<>(shown.values());
    all.addAll(extra);
    all.sort(Comparator.comparing(TreeEntry::name, Utf8Order.COMPARATOR));
    return all;
  }

  private static TreeEntry directory(String name) {
    return new TreeEntry(name, true, Optional.of(new Revision("dir")), Optional.empty(), 0, Optional.empty());
  }
}
