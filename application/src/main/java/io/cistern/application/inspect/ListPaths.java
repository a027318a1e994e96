package io.cistern.application.inspect;

import io.cistern.application.names.Level;
import io.cistern.application.port.Manifest;
import io.cistern.application.port.MirrorReader;
import io.cistern.domain.manifest.PathEntry;
import io.cistern.domain.manifest.PathState;
import jakarta.inject.Inject;
import java.util.Iterator;
import java.util.Optional;
import java.util.function.Consumer;
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
   * Lists a file, or what a directory holds, in byte order. A quarantined name that is no path is listed in the root.
   *
   * @param name a path from the mirror's root, {@code "/"} for the root, or a quarantined name
   * @param recursive whether every file below is listed instead of one level
   * @return how many rows there were; 0 when the mirror knows no such name
   */
  public long list(String name, boolean recursive, Consumer<ListedPath> sink) {
    Manifest manifest = reader.read().manifest();
    Optional<PathEntry> exact = manifest.find(name);
    if (exact.isPresent()) {
      sink.accept(new ListedPath.File(exact.get()));
      return 1;
    }
    Count count = new Count(sink);
    if (name.equals("/")) {
      count.all(strangers(manifest));
    }
    if (recursive) {
      count.all(manifest.from(name.equals("/") ? "/" : name + "/", ""));
    } else {
      Level.of(manifest, name).forEachRemaining(count::row);
    }
    return count.rows;
  }

  /** Quarantined names that do not even begin like a path; nothing else is outside the root. */
  private static Iterator<PathEntry> strangers(Manifest manifest) {
    Iterable<PathEntry> kept = () -> manifest.withoutPlaceholders("");
    return StreamSupport.stream(kept.spliterator(), false)
        .filter(entry -> entry.state() == PathState.QUARANTINED && !entry.name().startsWith("/"))
        .iterator();
  }

  private static final class Count {
    private final Consumer<ListedPath> sink;
    private long rows;

    Count(Consumer<ListedPath> sink) {
      this.sink = sink;
    }

    void all(Iterator<PathEntry> entries) {
      entries.forEachRemaining(entry -> tell(new ListedPath.File(entry)));
    }

    void row(Level.Row row) {
      tell(row.file().<ListedPath>map(ListedPath.File::new).orElseGet(() -> new ListedPath.Directory(row.name())));
    }

    private void tell(ListedPath path) {
      rows++;
      sink.accept(path);
    }
  }
}
