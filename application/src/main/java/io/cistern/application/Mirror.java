package io.cistern.application;

import io.cistern.application.clone.CloneMirror;
import io.cistern.application.clone.CloneReport;
import io.cistern.application.clone.CloneRequest;
import io.cistern.application.clone.Cycle;
import io.cistern.application.clone.EventReplay;
import io.cistern.application.clone.ExportPull;
import io.cistern.application.clone.FilledFile;
import io.cistern.application.clone.NewsDesk;
import io.cistern.application.clone.TreePull;
import io.cistern.application.commit.Commits;
import io.cistern.application.compact.CompactionPorts;
import io.cistern.application.compact.CompactionTurn;
import io.cistern.application.concurrent.StopSignal;
import io.cistern.application.fetch.Fetcher;
import io.cistern.application.fetch.Filling;
import io.cistern.application.hydrate.HydrateItem;
import io.cistern.application.hydrate.HydrateMirror;
import io.cistern.application.hydrate.HydrateReport;
import io.cistern.application.hydrate.HydrateRequest;
import io.cistern.application.hydrate.OpenFile;
import io.cistern.application.hydrate.OpenedFile;
import io.cistern.application.inspect.CompactionState;
import io.cistern.application.inspect.ListPaths;
import io.cistern.application.inspect.ListedPath;
import io.cistern.application.inspect.ReportStatus;
import io.cistern.application.inspect.StatusReport;
import io.cistern.application.inspect.VerifyMirror;
import io.cistern.application.inspect.VerifyReport;
import io.cistern.application.inspect.VerifyRequest;
import io.cistern.application.port.Progress;
import io.cistern.application.port.RemoteWorkspace;
import io.cistern.domain.compaction.CompactionResult;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.health.Finding;
import io.cistern.domain.placeholder.Selection;
import io.cistern.domain.workspace.WorkspacePath;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A mirror in this program: the embedder's front door. Needs neither a container nor a command line.
 *
 * <p>Built from the parts an adapter opened and from a remote; closes neither, because it opened neither. Safe for use
 * by many threads; any number of programs may use one mirror at a time. Every method may throw {@link CisternException}.
 */
public final class Mirror implements AutoCloseable {
  private final StopSignal stop = new StopSignal();
  private final Commits commits;
  private final CompactionTurn tidying;
  private final CloneMirror cloning;
  private final HydrateMirror hydrating;
  private final OpenFile opening;
  private final ReportStatus status;
  private final ListPaths listing;
  private final VerifyMirror verifying;

  public Mirror(MirrorParts parts, RemoteWorkspace remote, MirrorSettings settings) {
    commits = new Commits(
        parts.lock(), parts.log(), parts.manifest(), parts.staging(), parts.tree(), parts.clock(),
        settings.lockWait(), recovery -> {});
    tidying = new CompactionTurn(
        new CompactionPorts(parts.lock(), commits, parts.compactor(), parts.staging(), parts.clock()),
        settings.compaction(), true, event -> {});
    commits.between(tidying::turn);
    Fetcher fetcher = new Fetcher(remote, parts.staging(), parts.tree(), parts.clock());
    NewsDesk news = new NewsDesk(commits, parts.manifest(), parts.tree(), fetcher, parts.identity());
    Filling filling = new Filling(fetcher, commits);
    Cycle cycle = new Cycle(
        remote, parts.manifest(), parts.identity(), news,
        new ExportPull(remote, parts.manifest(), parts.identity(), news, fetcher),
        new TreePull(remote, parts.manifest(), parts.identity(), news, fetcher, filling),
        new EventReplay(remote, parts.manifest(), parts.identity(), news));
    cloning = new CloneMirror(
        parts.lock(), commits, parts.manifest(), parts.clock(), parts.pauses(), cycle, settings.bootstrap());
    hydrating = new HydrateMirror(
        parts.lock(), commits, parts.manifest(), fetcher, parts.clock(), parts.pauses(), settings.hydrate());
    opening = new OpenFile(commits, parts.manifest(), parts.tree(), fetcher, parts.clock(), settings.open());
    status = new ReportStatus(
        parts.reader(), parts.lock(), parts.tree(), settings.bootstrap().limits(),
        new CompactionState(
            parts.compactor(), parts.lock(), settings.compaction().policy(), parts.clock()));
    listing = new ListPaths(parts.reader());
    verifying = new VerifyMirror(parts.reader(), commits, parts.tree());
  }

  /** Makes the names complete, resuming where an earlier run stopped; on a complete mirror, applies what is new. */
  public CloneReport pullNames() {
    return pull(CloneRequest.PLAIN, file -> {});
  }

  /**
   * Like {@link #pullNames}, as the request says.
   *
   * @param onFilled told of each file whose content came with the names
   */
  public CloneReport pull(CloneRequest request, Consumer<FilledFile> onFilled) {
    return cloning.clone(request, onFilled, Progress.silent(), stop);
  }

  /** Fetches content: what the eager rules allow, everything, or named paths and globs. */
  public HydrateReport hydrate(Selection selection, Consumer<HydrateItem> onItem) {
    return hydrating.hydrate(HydrateRequest.of(selection), onItem, Progress.silent(), stop);
  }

  /** Brings these files here ahead of everything else; one answer per path, in order. */
  public List<OpenedFile> open(List<WorkspacePath> paths) {
    return opening.open(paths);
  }

  /**
   * The bytes of a file, fetched first if need be. The caller closes the stream.
   *
   * @throws CisternException when the file cannot be brought here
   */
  public InputStream read(WorkspacePath path) {
    return switch (opening.open(List.of(path)).getFirst().result()) {
      case OpenedFile.Result.Here _ -> opening.read(path);
      case OpenedFile.Result.NotHere(Failure reason, boolean _) -> throw new CisternException(reason);
    };
  }

  /** How the mirror stands; takes no lock. */
  public StatusReport status() {
    return status.status();
  }

  /** Lists a file or a directory, in byte order; takes no lock. Returns the number of rows. */
  public long list(String name, boolean recursive, Consumer<ListedPath> sink) {
    return listing.list(name, recursive, sink);
  }

  /** Hashes content and compares it with the manifest; writes down what it finds. */
  public VerifyReport verify(Consumer<Finding> onFinding) {
    return verifying.verify(VerifyRequest.ALL, onFinding, Progress.silent(), stop);
  }

  /**
   * Compacts the log now, outside the quota; by itself that happens between commits, in the background.
   *
   * @return empty when there is nothing to do
   */
  public Optional<CompactionResult> compact() {
    return tidying.compactNow();
  }

  /** Asks running work to end at its next safe point, and leaves the log as a fresh start wants to find it. */
  @Override
  public void close() {
    stop.stop();
    try (commits) {
      tidying.close();
    }
  }
}
