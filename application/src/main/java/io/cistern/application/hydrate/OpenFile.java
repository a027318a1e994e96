package io.cistern.application.hydrate;

import io.cistern.application.commit.Commits;
import io.cistern.application.fetch.Fetcher;
import io.cistern.application.port.Manifest;
import io.cistern.application.port.WorkingTree;
import io.cistern.domain.workspace.WorkspacePath;
import jakarta.inject.Inject;
import java.io.InputStream;
import java.time.InstantSource;
import java.util.List;

/** Brings files here ahead of everything else. */
@SuppressWarnings({"UnusedVariable", "DoNotCallSuggester"})
public final class OpenFile {
  @Inject
  public OpenFile(
      Commits commits, Manifest manifest, WorkingTree tree, Fetcher fetcher, InstantSource clock,
      OpenSettings settings) {}

  /** Opens these; one result per path, in order. */
  public List<OpenedFile> open(List<WorkspacePath> paths) {
    throw new UnsupportedOperationException();
  }

  /** The bytes of a file that {@link #open} said is here. */
  public InputStream read(WorkspacePath path) {
    throw new UnsupportedOperationException();
  }
}
