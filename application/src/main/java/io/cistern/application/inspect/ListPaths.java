package io.cistern.application.inspect;

import io.cistern.application.port.MirrorReader;
import jakarta.inject.Inject;
import java.util.function.Consumer;

/** Lists what a mirror holds. */
@SuppressWarnings({"UnusedVariable", "DoNotCallSuggester"})
public final class ListPaths {
  @Inject
  public ListPaths(MirrorReader reader) {}

  /**
   * Lists a file, or what a directory holds, in byte order; returns how many rows there were.
   *
   * @param name a path from the mirror's root, {@code "/"} for the root
   * @param recursive whether every file below is listed instead of one level
   */
  public long list(String name, boolean recursive, Consumer<ListedPath> sink) {
    throw new UnsupportedOperationException();
  }
}
