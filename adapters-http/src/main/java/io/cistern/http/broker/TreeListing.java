package io.cistern.http.broker;

import io.cistern.application.port.WorkspaceStore;
import io.cistern.application.port.WorkspaceStore.StoredFile;
import io.cistern.domain.workspace.Utf8Order;
import io.cistern.http.broker.auth.ScopePath;
import io.cistern.http.broker.auth.Visibility;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The rows below a directory, down to a depth, as one caller may know them: files and directories together, by full path
 * in byte order; where both have one path, the file (contract 5). What lies deeper is jumped over, so a shallow look at a large tree is cheap.
 */
final class TreeListing {
  /** The least text after another: names hold no NUL. */
  private static final String JUST_AFTER = "\0";

  /** What sorts right after everything below a directory, {@code '0'} being next to {@code '/'}. */
  private static final String AFTER_SUBTREE = "0";

  private final WorkspaceStore store;
  private final Visibility visibility;
  private final String base;
  private final String prefix;
  private final int depth;

  TreeListing(WorkspaceStore store, Visibility visibility, String base, int depth) {
    this.store = store;
    this.visibility = visibility;
    this.base = base;
    this.prefix = base.equals("/") ? "/" : base + "/";
    this.depth = depth;
  }

  /** A row: a directory, or a file. */
  record Row(String path, Optional<StoredFile> file) {}

  /** Some rows, and whether more follow. */
  record Rows(List<Row> rows, boolean more) {}

  /** Rows after a path, or the first ones. */
  Rows after(Optional<String> cursor, int limit) {
    String from = cursor.map(path -> path + JUST_AFTER).orElse(prefix);
    Optional<StoredFile> file = fileFrom(from);
    Optional<String> directory = directoryFrom(from);
    List<Row> rows = new ArrayList<>();
    while (rows.size() < limit && (file.isPresent() || directory.isPresent())) {
      if (isNext(file, directory)) {
        StoredFile next = file.orElseThrow();
        String path = next.path().value();
        rows.add(new Row(path, file));
        if (directory.filter(path::equals).isPresent()) {
          directory = directoryFrom(path + JUST_AFTER);
        }
        file = fileFrom(path + JUST_AFTER);
      } else {
        String next = directory.orElseThrow();
        rows.add(new Row(next, Optional.empty()));
        directory = directoryFrom(next + JUST_AFTER);
      }
    }
    return new Rows(rows, file.isPresent() || directory.isPresent());
  }

  /** Whether a path is a row of this listing, as a cursor has to be. */
  boolean has(String path) {
    String from = path.startsWith(prefix) ? path : prefix;
    return path.startsWith(prefix)
        && (fileFrom(from).filter(file -> file.path().value().equals(path)).isPresent()
            || directoryFrom(from).filter(path::equals).isPresent());
  }

  /** How many files the caller may know of below the base, at any depth. */
  long totalFiles() {
    if (visibility.seesAllBelow(base)) {
      return store.filesBelow(base);
    }
    long total = 0;
    for (Optional<StoredFile> file = below(store.fileAtOrAfter(prefix)); file.isPresent(); file =
        below(store.fileAtOrAfter(file.get().path().value() + JUST_AFTER))) {
      total += visibility.sees(file.get().path().value()) ? 1 : 0;
    }
    return total;
  }

  private Optional<StoredFile> below(Optional<StoredFile> file) {
    return file.filter(found -> found.path().value().startsWith(prefix));
  }

  private static boolean isNext(Optional<StoredFile> file, Optional<String> directory) {
    return file.isPresent() && (directory.isEmpty()
        || Utf8Order.COMPARATOR.compare(file.get().path().value(), directory.get()) <= 0);
  }

  private Optional<StoredFile> fileFrom(String first) {
    String from = first;
    while (true) {
      Optional<StoredFile> found = below(store.fileAtOrAfter(from));
      if (found.isEmpty()) {
        return found;
      }
      String path = found.get().path().value();
      int cut = cutBelowDepth(path);
      if (cut < 0 && visibility.sees(path)) {
        return found;
      }
      from = cut < 0 ? path + JUST_AFTER : path.substring(0, cut) + AFTER_SUBTREE;
    }
  }

  private Optional<String> directoryFrom(String first) {
    String from = first;
    while (true) {
      Optional<String> found = store.directoryAtOrAfter(from).filter(path -> path.startsWith(prefix));
      if (found.isEmpty()) {
        return found;
      }
      int cut = cutBelowDepth(found.get());
      if (cut < 0 && showsSomethingBelow(found.get())) {
        return found;
      }
      from = cut < 0 ? found.get() + JUST_AFTER : found.get().substring(0, cut) + AFTER_SUBTREE;
    }
  }

  /** Where the ancestor ends that is as deep as a row may be; -1 when the path itself is no deeper. */
  private int cutBelowDepth(String path) {
    int slash = prefix.length() - 1;
    for (int level = 0; level < depth; level++) {
      slash = path.indexOf('/', slash + 1);
      if (slash < 0) {
        return -1;
      }
    }
    return slash;
  }

  private boolean showsSomethingBelow(String directory) {
    return visibility.seesAllBelow(directory)
        || visibility.paths().stream().anyMatch(path -> showsSomethingBelow(directory + "/", path));
  }

  private boolean showsSomethingBelow(String below, ScopePath path) {
    return switch (path) {
      case ScopePath.Everything() -> true;
      case ScopePath.Exact(String only) -> only.startsWith(below) && isFile(only);
      case ScopePath.Beginning(String start, Optional<String> itself) -> start.startsWith(below)
          && (store.fileAtOrAfter(start).filter(file -> file.path().value().startsWith(start)).isPresent()
              || itself.filter(this::isFile).isPresent());
      case ScopePath.Nothing() -> false;
    };
  }

  private boolean isFile(String path) {
    return store.fileAtOrAfter(path).filter(file -> file.path().value().equals(path)).isPresent();
  }
}
