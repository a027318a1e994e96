package io.cistern.application.inspect;

import io.cistern.application.names.Level;
import io.cistern.application.port.Manifest;
import io.cistern.application.port.MirrorReader;
import io.cistern.domain.manifest.PathEntry;
import io.cistern.domain.manifest.PathState;
import io.cistern.domain.placeholder.Pins;
import io.cistern.domain.workspace.WorkspacePath;
import jakarta.inject.Inject;
import java.util.Iterator;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Lists what a mirror holds. A reader: takes no lock, changes nothing, waits for nobody. Safe for use by many threads. */
public final class ListPaths {
  private final MirrorReader reader;

  /** Keeps the reader. */
  @Inject
  public ListPaths(MirrorReader reader) {
    this.reader = reader;
  }

  /**
   * Lists a file, or what a directory holds, in byte order. A quarantined name that is no path is listed in the root, and
   * one that a directory has before what that directory holds.
   *
   * @param name a path from the mirror's root, {@code "/"} for the root, or a quarantined name
   * @param recursive whether every file below is listed instead of one level
   * @return how many rows there were; 0 when the mirror knows no such name
   */
  public long list(String name, boolean recursive, Consumer<ListedPath> sink) {
    Manifest manifest = reader.read().manifest();
    boolean root = name.equals("/");
    Count count = new Count(sink, manifest.pins());
    Optional<PathEntry> exact = manifest.find(name).filter(_ -> !root);
    exact.ifPresent(count::entry);
    if (exact.filter(entry -> entry.state() != PathState.QUARANTINED).isPresent()) {
      return count.rows;
    }
    if (root) {
      kept(manifest.withoutPlaceholders("")).filter(ListPaths::isStranger).forEach(count::entry);
    }
    if (recursive) {
      kept(manifest.from(root ? "/" : name + "/", "")).filter(entry -> !isStranger(entry)).forEach(count::entry);
    } else {
      kept(Level.of(manifest, name)).filter(ListPaths::belongs).forEach(count::row);
    }
    return count.rows;
  }

  /** A name that is no path lies in no directory, whatever it looks like. */
  private static boolean isStranger(PathEntry entry) {
    return entry.state() == PathState.QUARANTINED && WorkspacePath.parse(entry.name()).isEmpty();
  }

  private static boolean belongs(Level.Row row) {
    return row.file()
        .map(entry -> !isStranger(entry))
        .orElseGet(() -> WorkspacePath.parse(row.name()).isPresent());
  }

  private static <T> Stream<T> kept(Iterator<T> rows) {
    Iterable<T> once = () -> rows;
    return StreamSupport.stream(once.spliterator(), false);
  }

  private static final class Count {
    private final Consumer<ListedPath> sink;
    private final Pins pins;
    private long rows;

    Count(Consumer<ListedPath> sink, Pins pins) {
      this.sink = sink;
      this.pins = pins;
    }

    void entry(PathEntry entry) {
      tell(file(entry));
    }

    void row(Level.Row row) {
      tell(row.file().map(this::file).orElseGet(() -> new ListedPath.Directory(row.name())));
    }

    private ListedPath file(PathEntry entry) {
      return new ListedPath.File(entry, pins.over(entry.name()).isPresent());
    }

    private void tell(ListedPath path) {
      rows++;
      sink.accept(path);
    }
  }
}
