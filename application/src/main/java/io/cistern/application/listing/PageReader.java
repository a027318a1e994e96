package io.cistern.application.listing;

import io.cistern.domain.sync.RemoteFact;
import io.cistern.domain.workspace.TreeEntry;
import io.cistern.domain.workspace.TreePage;
import io.cistern.domain.workspace.WorkspacePath;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Sorts the rows of a page: files, directories that need a listing of their own, and nonsense. A row deeper than asked
 * for is not taken, but its directory is listed, so that no file comes twice.
 */
public final class PageReader {
  private final String directory;
  private final int depth;
  private final List<RemoteFact> facts = new ArrayList<>();
  private final Set<String> joined = new LinkedHashSet<>();
  private final Set<String> names = new HashSet<>();
  private long ignored;
  private long directories;

  private PageReader(String directory, int depth) {
    this.directory = directory;
    this.depth = depth;
  }

  /**
   * What the page says.
   *
   * @param directory that was listed
   * @param depth that was asked for
   */
  public static PageNews read(String directory, int depth, TreePage page) {
    PageReader reader = new PageReader(directory, depth);
    page.entries().forEach(reader::row);
    return new PageNews(
        reader.facts, List.copyOf(reader.joined), reader.directories, page.next(), reader.ignored, page.totalFiles());
  }

  private void row(TreeEntry row) {
    Optional<WorkspacePath> path = WorkspacePath.parse(row.name());
    boolean inside = directory.equals("/") || row.name().startsWith(directory + "/");
    if ((path.isPresent() && !inside) || !names.add(row.name())) {
      ignored++;
    } else if (path.isPresent() && levelsBelow(row.name()) > depth) {
      directories += joined.add(cut(row.name())) ? 1 : 0;
    } else if (!row.directory()) {
      facts.add(new RemoteFact.Present(row.name(), row.revision(), row.hash(), row.size(), row.updatedAt()));
    } else if (path.isPresent()) {
      directories++;
      if (levelsBelow(row.name()) == depth) {
        joined.add(row.name());
      }
    } else {
      facts.add(new RemoteFact.Present(row.name(), Optional.empty(), Optional.empty(), 0, Optional.empty()));
    }
  }

  private int levelsBelow(String name) {
    return slashes(name) - (directory.equals("/") ? 0 : slashes(directory));
  }

  private static int slashes(String name) {
    return (int) name.chars().filter(c -> c == '/').count();
  }

  /** The directory on the way to a name that lies exactly as deep as was asked for. */
  private String cut(String name) {
    int levels = depth + (directory.equals("/") ? 0 : slashes(directory));
    int end = 0;
    for (int i = 0; i <= levels; i++) {
      end = name.indexOf('/', end + (i == 0 ? 0 : 1));
    }
    return name.substring(0, end);
  }
}
