package io.cistern.application.names;

import io.cistern.application.port.Manifest;
import io.cistern.domain.manifest.PathEntry;
import io.cistern.domain.workspace.Utf8Order;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * One level of a directory in byte order of full paths. Jumps over what lies deeper, so it costs a seek per row and not a
 * step per file. Used by one thread.
 */
public final class Level implements Iterator<Level.Row> {
  /** No name in the tree of a directory sorts after this one, but those that begin with it. */
  private static final String LAST = Character.toString(Character.MAX_CODE_POINT);

  private final Manifest manifest;
  private final String prefix;
  private Optional<Row> next;

  /**
   * One thing in a directory.
   *
   * @param name its full name, without a trailing slash
   * @param file its entry; empty for a directory
   */
  public record Row(String name, Optional<PathEntry> file) {}

  private Level(Manifest manifest, String prefix) {
    this.manifest = manifest;
    this.prefix = prefix;
    this.next = find("", Optional.empty());
  }

  /**
   * What lies directly in a directory.
   *
   * @param directory {@code "/"} or a canonical path
   */
  public static Level of(Manifest manifest, String directory) {
    return new Level(manifest, directory.equals("/") ? "/" : directory + "/");
  }

  @Override
  public boolean hasNext() {
    return next.isPresent();
  }

  @Override
  public Row next() {
    Row row = next.orElseThrow(NoSuchElementException::new);
    String after = row.file().map(PathEntry::name).orElseGet(() -> row.name() + "/" + LAST);
    next = find(after, row.file().isPresent() ? Optional.empty() : Optional.of(row.name()));
    return row;
  }

  /**
   * The first row after a name.
   *
   * @param told the directory told last: what of it sorts even after {@link #LAST} is stepped over
   */
  private Optional<Row> find(String after, Optional<String> told) {
    // A quarantined name may be the prefix itself, and has to be stepped over like any other.
    String from = Utf8Order.COMPARATOR.compare(after, prefix) >= 0 ? after : "";
    Iterator<PathEntry> later = manifest.from(prefix, from);
    while (later.hasNext()) {
      Row row = row(later.next());
      if (told.filter(row.name()::equals).isEmpty() || row.file().isPresent()) {
        return Optional.of(row);
      }
    }
    return Optional.empty();
  }

  private Row row(PathEntry entry) {
    int slash = entry.name().indexOf('/', prefix.length());
    return slash < 0
        ? new Row(entry.name(), Optional.of(entry))
        : new Row(entry.name().substring(0, slash), Optional.empty());
  }
}
