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
import io.cistern.application.fetch.Room;
import io.cistern.application.hydrate.Dehydrate;
import io.cistern.application.hydrate.DehydrateItem;
import io.cistern.application.hydrate.DehydrateReport;
import io.cistern.application.hydrate.Discovery;
import io.cistern.application.hydrate.HydrateItem;
import io.cistern.application.hydrate.HydrateMirror;
import io.cistern.application.hydrate.HydrateReport;
import io.cistern.application.hydrate.HydrateRequest;
import io.cistern.application.hydrate.OpenFile;
import io.cistern.application.hydrate.OpenedFile;
import io.cistern.application.hydrate.Passes;
import io.cistern.application.hydrate.PinPaths;
import io.cistern.application.inspect.CompactionState;
import io.cistern.application.inspect.ListPaths;
import io.cistern.application.inspect.ListedPath;
import io.cistern.application.inspect.ReportStatus;
import io.cistern.application.inspect.ShowLog;
import io.cistern.application.inspect.StatusReport;
import io.cistern.application.inspect.VerifyMirror;
import io.cistern.application.inspect.VerifyReport;
import io.cistern.application.inspect.VerifyRequest;
import io.cistern.application.mutate.ChangeParts;
import io.cistern.application.mutate.ChangeReport;
import io.cistern.application.mutate.MoveFiles;
import io.cistern.application.mutate.RemoveFiles;
import io.cistern.application.mutate.Undo;
import io.cistern.application.mutate.add.AddFiles;
import io.cistern.application.mutate.add.AddItem;
import io.cistern.application.mutate.add.AddReport;
import io.cistern.application.mutate.add.AddRequest;
import io.cistern.application.mutate.add.AddSettings;
import io.cistern.application.mutate.group.Mutation;
import io.cistern.application.port.Progress;
import io.cistern.application.port.RemoteWorkspace;
import io.cistern.application.quota.GivingBack;
import io.cistern.application.quota.Quotas;
import io.cistern.domain.compaction.CompactionResult;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.health.Finding;
import io.cistern.domain.journal.Sequence;
import io.cistern.domain.placeholder.HydrationOutcome;
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
  private final Dehydrate dehydrating;
  private final PinPaths pinning;
  private final ReportStatus status;
  private final ListPaths listing;
  private final VerifyMirror verifying;
  private final RemoveFiles removing;
  private final MoveFiles moving;
  private final Undo undoing;
  private final ShowLog log;
  private final ChangeParts changeParts;

  public Mirror(MirrorParts parts, RemoteWorkspace remote, MirrorSettings settings) {
    commits = new Commits(
        parts.lock(), parts.log(), parts.manifest(), parts.staging(), parts.tree(), parts.clock(),
        settings.lockWait(), recovery -> {});
    tidying = new CompactionTurn(
        new CompactionPorts(parts.lock(), commits, parts.compactor(), parts.staging(), parts.trash(), parts.clock()),
        settings.compaction(), true, event -> {});
    commits.between(tidying::turn);
    Room room = Quotas.disk(
        settings.diskQuota(), commits, parts.manifest(), parts.staging(), parts.tree(), parts.clock());
    Fetcher fetcher = new Fetcher(remote, parts.staging(), parts.tree(), parts.clock(), room);
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
        new Passes(parts.lock(), parts.clock(), parts.pauses()), commits,
        new Discovery(parts.manifest(), parts.tree(), settings.hydrate()), fetcher, parts.clock(), parts.pauses(),
        settings.hydrate());
    opening = new OpenFile(
        commits, parts.manifest(), parts.tree(), fetcher, parts.lock(), parts.clock(), settings.open());
    dehydrating = new Dehydrate(
        commits, parts.manifest(),
        new GivingBack(commits, parts.manifest(), parts.staging(), parts.tree(), parts.clock()));
    pinning = new PinPaths(commits);
    status = new ReportStatus(
        parts.reader(), parts.lock(), parts.tree(), settings.bootstrap().limits(),
        new CompactionState(
            parts.compactor(), parts.lock(), settings.compaction().policy(), parts.clock()));
    listing = new ListPaths(parts.reader());
    changeParts = new ChangeParts(
        parts.manifest(), parts.identity(), parts.tree(), parts.staging(), parts.spool(), parts.clock(),
        parts.pauses());
    verifying = new VerifyMirror(parts.reader(), commits, parts.tree());
    removing = new RemoveFiles(commits, parts.manifest(), parts.tree(), settings.bootstrap().massRemoval());
    moving = new MoveFiles(commits, parts.manifest(), parts.tree());
    undoing = new Undo(
        commits, parts.manifest(), parts.history(), parts.tree(), parts.staging(), parts.trash(), parts.clock());
    log = new ShowLog(parts.history());
  }

  /** Makes the names complete, resuming where an earlier run stopped; on a complete mirror, applies what is new. */
  public CloneReport pullNames() {
    return pull(CloneRequest.PLAIN, file -> {});
  }

  /**
   * Like {@link #pullNames}, as the request says. Where all content is wanted, what did not come with the names is fetched
   * after them; a file that cannot be had stays a placeholder, and its entry tells why when that is for good.
   *
   * @param onFilled told of each file whose content came
   * @throws CisternException when the remote goes away before every file was asked for; the next pull fetches the rest
   */
  public CloneReport pull(CloneRequest request, Consumer<FilledFile> onFilled) {
    CloneReport names = cloning.clone(request, onFilled, Progress.silent(), stop);
    if (request.content()) {
      HydrateRequest rest =
          new HydrateRequest(new Selection.Everything(), request.deadline()).except(names.refused().keySet());
      hydrating.hydrate(rest, item -> told(item, onFilled), Progress.silent(), stop)
          .endedEarly()
          .ifPresent(reason -> {
            throw new CisternException(reason);
          });
    }
    return names;
  }

  private static void told(HydrateItem item, Consumer<FilledFile> onFilled) {
    if (item.outcome() instanceof HydrationOutcome.Hydrated(long bytes)) {
      onFilled.accept(new FilledFile(item.path(), bytes));
    }
  }

  /** Fetches content: what the eager rules allow, everything, or named paths and globs. */
  public HydrateReport hydrate(Selection selection, Consumer<HydrateItem> onItem) {
    return hydrating.hydrate(HydrateRequest.of(selection), onItem, Progress.silent(), stop);
  }

  /** As {@link #hydrate(Selection, Consumer)}, as the request says. */
  public HydrateReport hydrate(HydrateRequest request, Consumer<HydrateItem> onItem) {
    return hydrating.hydrate(request, onItem, Progress.silent(), stop);
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

  /**
   * Puts local files into the mirror; they are not sent yet.
   *
   * @param onItem told one item per candidate, in scan order, after its change is committed and published
   */
  public AddReport add(AddRequest request, AddSettings numbers, Consumer<AddItem> onItem) {
    return new AddFiles(commits, changeParts, numbers).add(request, onItem, Progress.silent(), stop);
  }

  /** Begins to change these paths in one commit; more may be declared until then. The caller closes it. */
  public Mutation mutate(WorkspacePath... declared) {
    return new Mutation(commits, changeParts).declare(declared);
  }

  /**
   * Gives content back: clean files become placeholders. What is changed here, pinned or in use stays.
   *
   * @param arguments paths from the mirror's root, directories with all below them, or globs
   * @param onItem told once per file that holds content
   */
  public DehydrateReport dehydrate(List<String> arguments, Consumer<DehydrateItem> onItem) {
    return dehydrating.dehydrate(arguments, onItem, Progress.silent(), stop);
  }

  /**
   * Keeps files and directories here always, and fetches what is missing of them.
   *
   * @param names from the mirror's root; a directory covers everything below it, now and later
   */
  public HydrateReport pin(List<String> names, Consumer<HydrateItem> onItem) {
    pinning.pin(names);
    return hydrate(new Selection.Named(names), onItem);
  }

  /** Takes pins away; the content stays until its room is needed. */
  public PinPaths.Report unpin(List<String> names) {
    return pinning.unpin(names);
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
   * Removes files, all files of directories, and what patterns match; their content goes to trash.
   *
   * @param confirmation the token that an earlier refusal of so many removals named
   */
  public ChangeReport remove(List<String> names, Optional<String> confirmation) {
    return removing.remove(names, confirmation, stop);
  }

  /** Moves a file, or all files of a directory; replaces nothing. */
  public ChangeReport move(String from, String to) {
    return moving.move(from, to, stop);
  }

  /** Takes back that operation, or the last one; an undo is taken back, too. */
  public ChangeReport undo(Optional<Sequence> which) {
    return undoing.undo(which);
  }

  /** Tells what was committed, newest last, from a number on; takes no lock. */
  public ShowLog.Report history(Sequence from, Consumer<ShowLog.Group> sink) {
    return log.show(from, "/", Long.MAX_VALUE, sink);
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
