package io.cistern.cli.wiring;

import io.cistern.application.MirrorParts;
import io.cistern.application.commit.Commits;
import io.cistern.application.commit.Recovery;
import io.cistern.application.compact.CompactLog;
import io.cistern.application.compact.CompactionPlan;
import io.cistern.application.compact.CompactionPorts;
import io.cistern.application.compact.CompactionTurn;
import io.cistern.application.hydrate.Dehydrate;
import io.cistern.application.hydrate.DiscoverPlaceholders;
import io.cistern.application.hydrate.Discovery;
import io.cistern.application.hydrate.PinPaths;
import io.cistern.application.inspect.CompactionState;
import io.cistern.application.inspect.ExplainPath;
import io.cistern.application.inspect.ListPaths;
import io.cistern.application.inspect.RepairMirror;
import io.cistern.application.inspect.ReportStatus;
import io.cistern.application.inspect.ShowLog;
import io.cistern.application.inspect.VerifyMirror;
import io.cistern.application.port.LocalSource;
import io.cistern.application.port.Manifest;
import io.cistern.application.port.MirrorIdentity;
import io.cistern.application.port.MirrorReader;
import io.cistern.application.port.MirrorRemains;
import io.cistern.application.port.RemoteWorkspace;
import io.cistern.application.quota.GivingBack;
import io.cistern.cli.settings.SettingKeys;
import io.cistern.cli.settings.Settings;
import io.cistern.cli.settings.Surroundings;
import io.cistern.domain.budget.Passage;
import io.cistern.domain.compaction.CompactionEvent;
import io.cistern.domain.workspace.WorkspacePath;
import io.cistern.fs.mirror.FileMirror;
import io.cistern.fs.mirror.MirrorHost;
import io.cistern.fs.mirror.SystemPauses;
import io.cistern.fs.tree.DirectorySource;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** A mirror, opened for one run, and the use cases over it. For one thread; closes what it opened. */
public final class MirrorSession implements AutoCloseable {
  /** Those whose runs are sessions, in which a compaction may start; the others only apply what is finished. */
  private static final Set<String> LONG_VERBS = Set.of("clone", "pull", "hydrate", "add");

  private final Closing closing = new Closing();
  private final FileMirror mirror;
  private final Path root;
  private final String verb;
  private final Surroundings surroundings;
  private Consumer<CompactionEvent> onCompaction = event -> {};
  private Consumer<Passage.Closed> onWait = closed -> {};

  private MirrorSession(FileMirror mirror, Path root, String verb, Surroundings surroundings) {
    this.verb = verb;
    this.mirror = closing.add(mirror);
    this.root = root;
    this.surroundings = surroundings;
  }

  /**
   * Opens the mirror in a directory; writes nothing.
   *
   * @param verb what this process says it does, to others that find it at work
   */
  public static MirrorSession open(Path root, String verb, Surroundings surroundings) {
    return new MirrorSession(FileMirror.open(root, host(verb, surroundings)), root, verb, surroundings);
  }

  /**
   * Makes a mirror, or opens it where it is one of the same workspace already.
   *
   * @param part which part of the workspace to mirror, {@code "/"} for all
   */
  public static MirrorSession create(Path root, RemoteAccess remote, String part, Surroundings surroundings) {
    MirrorHost host = host("clone", surroundings);
    FileMirror mirror = FileMirror.create(root, remote.baseUrl(), remote.workspace(), part, host);
    return new MirrorSession(mirror, root, "clone", surroundings);
  }

  /** Which mirror this is. */
  public MirrorIdentity identity() {
    return parts().identity();
  }

  /** Where it is. */
  public Path root() {
    return root;
  }

  /** Looks without a lock. */
  public MirrorReader reader() {
    return parts().reader();
  }

  /** The verb {@code status}. */
  public ReportStatus status(Settings settings) {
    return new ReportStatus(
        parts().reader(), parts().lock(), parts().tree(), Policies.limits(settings),
        new CompactionState(
            parts().compactor(), parts().lock(), Policies.compaction(settings).policy(), parts().clock()));
  }

  /** The verb {@code compact}. */
  public CompactLog compact(Settings settings, Consumer<Recovery> recovered) {
    return new CompactLog(compacting(commits(settings, recovered)), Policies.compaction(settings));
  }

  /** What compacting now would do; looks only. */
  public CompactionPlan planCompaction(Settings settings) {
    return CompactLog.plan(parts().reader(), parts().compactor(), Policies.compaction(settings));
  }

  /** Has the tidying that a verb does beside its work told to somebody. */
  public MirrorSession tellingCompactions(Consumer<CompactionEvent> listener) {
    onCompaction = listener;
    return this;
  }

  /** Has every closed gate that a request of a verb meets told to somebody, on whichever thread, while it waits there. */
  public MirrorSession tellingWaits(Consumer<Passage.Closed> listener) {
    onWait = listener;
    return this;
  }

  /** What {@code hydrate} would fetch: sees the mirror as a reader does, without a lock and without catching up. */
  public DiscoverPlaceholders discovering(Settings settings) {
    return new DiscoverPlaceholders(
        new Discovery(parts().reader().read().manifest(), parts().tree(), Policies.hydrate(settings)));
  }

  /** The verb {@code ls}. */
  public ListPaths list() {
    return new ListPaths(parts().reader());
  }

  /** The verb {@code explain}. */
  public ExplainPath explain(Settings settings) {
    return new ExplainPath(
        parts().reader(), parts().history(), parts().tree(), Policies.eager(settings),
        settings.get(SettingKeys.QUOTA_DISK));
  }

  /** The verb {@code verify}; catches up first, unless it only looks. */
  public VerifyMirror verify(Settings settings, Consumer<Recovery> recovered) {
    return new VerifyMirror(parts().reader(), commits(settings, recovered), parts().tree());
  }

  /** Where something may be tried without showing among the user's files. */
  Path room() {
    return root.resolve(WorkspacePath.CONTROL_DIRECTORY);
  }

  MirrorRemains remains() {
    return mirror.remains();
  }

  /** The verb {@code repair}. */
  public RepairMirror repair(Settings settings) {
    return new RepairMirror(parts().lock(), mirror.repair(), parts().clock(), settings.get(SettingKeys.LOCK_WAIT));
  }

  /** The verb {@code log}. */
  public ShowLog log() {
    return new ShowLog(parts().history());
  }

  /**
   * The verbs that change the mirror here, and ask nobody.
   *
   * @param recovered told what catching up had to finish for a run that died
   */
  public LocalVerbs local(Settings settings, Consumer<Recovery> recovered) {
    return new LocalVerbs(parts(), commits(settings, recovered), settings);
  }

  /** A directory of this machine to add files from; closed with this. */
  public LocalSource source(Path directory) {
    return closing.add(DirectorySource.open(directory, surroundings.clock()));
  }

  /** The verb {@code dehydrate}. */
  public Dehydrate dehydrating(Settings settings, Consumer<Recovery> recovered) {
    return dehydrate(parts().manifest(), commits(settings, recovered));
  }

  /** As {@link #dehydrating}, to plan only: sees the mirror as a reader does, without a lock and without catching up. */
  public Dehydrate planningDehydration(Settings settings) {
    return dehydrate(parts().reader().read().manifest(), commits(settings, recovery -> {}));
  }

  /** The verb {@code unpin}. */
  public PinPaths pinning(Settings settings, Consumer<Recovery> recovered) {
    return new PinPaths(commits(settings, recovered));
  }

  private Dehydrate dehydrate(Manifest manifest, Commits commits) {
    return new Dehydrate(
        commits, manifest, new GivingBack(commits, manifest, parts().staging(), parts().tree(), parts().clock()));
  }

  /**
   * The verbs that ask the broker.
   *
   * @param recovered told what catching up had to finish for a run that died
   */
  public RemoteVerbs remote(RemoteAccess access, Settings settings, Consumer<Recovery> recovered) {
    return remote(Contact.with(access, settings, surroundings, closed -> onWait.accept(closed)), settings, recovered);
  }

  /** As above, over a connection that is there already, and belongs to the session from now on. */
  public RemoteVerbs remote(Contact contact, Settings settings, Consumer<Recovery> recovered) {
    closing.add(contact);
    RemoteWorkspace remote = contact.remote(parts().spool());
    Optional<AccountWatch> watch =
        LONG_VERBS.contains(verb) ? contact.watch(settings, surroundings) : Optional.empty();
    watch.ifPresent(closing::add);
    Runnable look = watch.<Runnable>map(account -> account::turn).orElse(() -> {});
    return new RemoteVerbs(parts(), remote, commits(settings, recovered, look), settings);
  }

  @Override
  public void close() {
    closing.close();
  }

  MirrorParts parts() {
    return mirror.parts();
  }

  private Commits commits(Settings settings, Consumer<Recovery> recovered) {
    return commits(settings, recovered, () -> {});
  }

  /** @param besides what else is looked at between two commits; returns at once */
  private Commits commits(Settings settings, Consumer<Recovery> recovered, Runnable besides) {
    MirrorParts parts = parts();
    Commits commits = closing.add(new Commits(
        parts.lock(), parts.log(), parts.manifest(), parts.staging(), parts.tree(), parts.clock(),
        settings.get(SettingKeys.LOCK_WAIT), recovered));
    CompactionTurn turn = closing.add(new CompactionTurn(
        compacting(commits), Policies.compaction(settings), LONG_VERBS.contains(verb),
        event -> onCompaction.accept(event)));
    commits.between(() -> {
      turn.turn();
      besides.run();
    });
    return commits;
  }

  private CompactionPorts compacting(Commits commits) {
    MirrorParts parts = parts();
    return new CompactionPorts(parts.lock(), commits, parts.compactor(), parts.staging(), parts.trash(), parts.clock());
  }

  private static MirrorHost host(String verb, Surroundings surroundings) {
    SecureRandom random = new SecureRandom();
    return new MirrorHost(
        surroundings.clock(), new SystemPauses(surroundings.clock()), random::nextLong, "cistern " + verb);
  }
}
