package io.cistern.it.crash;

import io.cistern.application.MirrorParts;
import io.cistern.application.commit.Change;
import io.cistern.application.commit.CommitResult;
import io.cistern.application.commit.Commits;
import io.cistern.application.commit.Recovery;
import io.cistern.application.compact.CompactionPorts;
import io.cistern.application.compact.CompactionSettings;
import io.cistern.application.compact.CompactionTurn;
import io.cistern.application.inspect.RepairMirror;
import io.cistern.application.port.Compactor.Prepared;
import io.cistern.application.port.Compactor.Snapshot;
import io.cistern.application.port.HeldPass;
import io.cistern.application.port.Manifest;
import io.cistern.application.port.MirrorLock.Pass;
import io.cistern.application.port.MirrorRepair;
import io.cistern.domain.compaction.CompactionQuota;
import io.cistern.domain.journal.LogRecord;
import io.cistern.domain.journal.Origin;
import io.cistern.domain.journal.RecordGroup;
import io.cistern.domain.manifest.PathEntry;
import io.cistern.domain.manifest.PathState;
import io.cistern.domain.publish.Expected;
import io.cistern.domain.publish.Publication;
import io.cistern.domain.publish.StagedContent;
import io.cistern.domain.publish.Target;
import io.cistern.domain.time.Deadline;
import io.cistern.domain.workspace.ContentHash;
import io.cistern.domain.workspace.Revision;
import io.cistern.domain.workspace.WorkspaceId;
import io.cistern.domain.workspace.WorkspacePath;
import io.cistern.fs.disk.Disk;
import io.cistern.fs.mirror.FileMirror;
import io.cistern.fs.mirror.MirrorHost;
import io.cistern.fs.testing.SimDisk;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;

/** One process's mirror on a simulated disk, with the changes that stories are made of. */
public final class SimMirror {
  private static final Path ROOT = Path.of("/sim");
  /** So little of the history stays that segments go. */
  private static final int KEPT = 1;

  private static final WorkspaceId WORKSPACE = WorkspaceId.parse("ws").orElseThrow();

  private final MirrorParts parts;
  private final Commits commits;
  private final RepairMirror repair;
  private final CompactionTurn tidying;
  private final List<Recovery> recoveries = new ArrayList<>();

  private SimMirror(MirrorParts parts, MirrorRepair repair, long budget) {
    this.parts = parts;
    this.repair = new RepairMirror(parts.lock(), repair, parts.clock(), Duration.ofSeconds(10));
    this.commits = new Commits(
        parts.lock(), parts.log(), parts.manifest(), parts.staging(), parts.tree(), parts.clock(),
        Duration.ofSeconds(10), recoveries::add);
    this.tidying = new CompactionTurn(
        new CompactionPorts(parts.lock(), commits, parts.compactor(), parts.staging(), parts.trash(), parts.clock()),
        new CompactionSettings(true, Math.max(1, budget / 2), KEPT, CompactionQuota.DEFAULTS), false, _ -> {});
    this.commits.between(tidying::turn);
  }

  /** Makes the mirror that stories begin with. */
  public static void create(SimDisk disk) {
    MirrorHost host = host(disk, "maker", Outfit.usual());
    FileMirror.createOn(disk.process("maker"), "http://127.0.0.1:1", WORKSPACE, "/", host);
    disk.kill("maker");
  }

  /** Opens it in a process. */
  public static SimMirror open(SimDisk disk, String process, Outfit outfit) {
    Disk view = outfit.disk().apply(disk.process(process));
    MirrorHost host = host(disk, process, outfit);
    FileMirror mirror = FileMirror.over(view, ROOT, host, 1 << 16);
    return new SimMirror(outfit.parts().apply(mirror.parts(), view), mirror.repair(), outfit.budget());
  }

  static SimMirror open(SimDisk disk, String process) {
    return open(disk, process, Outfit.usual());
  }

  public MirrorParts parts() {
    return parts;
  }

  Commits commits() {
    return commits;
  }

  RepairMirror repair() {
    return repair;
  }

  List<Recovery> recoveries() {
    return recoveries;
  }

  /** Gives each path what is wanted, as one group: text, {@code ""} for a placeholder, empty for nothing. */
  void change(Ledger ledger, Map<String, Optional<String>> wanted) {
    Ledger.Begun begun = ledger.begin(wanted);
    Map<String, StagedContent> staged = stage(wanted);
    CommitResult result = commits.commit(new Wanted(wanted, staged));
    if (result instanceof CommitResult.Done || result instanceof CommitResult.Unpublished) {
      begun.acknowledged();
    }
  }

  void change(Ledger ledger, String path, String content) {
    change(ledger, Map.of(path, Optional.of(content)));
  }

  void remove(Ledger ledger, String path) {
    change(ledger, Map.of(path, Optional.empty()));
  }

  /** Gives a file another name. */
  void move(Ledger ledger, String from, String to, String content) {
    Ledger.Begun begun = ledger.begin(Map.of(from, Optional.empty(), to, Optional.of(content)));
    CommitResult result = commits.commit(new Moving(from, to));
    if (result instanceof CommitResult.Done || result instanceof CommitResult.Unpublished) {
      begun.acknowledged();
    }
  }

  /** Lets the log be folded, if it is over its budget. */
  void fold() {
    commits.commit(new Wanted(Map.of("/nothing", Optional.empty()), Map.of()));
  }

  /** What a session beside the work does, one step after the other: so much happens between them. */
  void compactBeside(Runnable beforePreparing, Runnable beforeApplying) {
    AtomicReference<Optional<Snapshot>> taken = new AtomicReference<>(Optional.empty());
    try (HeldPass _ = parts.lock().tryPass(Pass.COMPACTION).orElseThrow()) {
      commits.exclusive(held -> taken.set(parts.compactor().snapshot(held, KEPT)));
      beforePreparing.run();
      Prepared prepared = parts.compactor().prepare(taken.get().orElseThrow(), () -> {});
      beforeApplying.run();
      commits.exclusive(held -> parts.compactor().apply(held, prepared));
    }
  }

  /** The verb. */
  void compact() {
    tidying.compactNow();
  }

  /** Several changes, each its own group, that share their forces. */
  void changeTogether(Ledger ledger, List<Map<String, Optional<String>>> each) {
    List<Ledger.Begun> begun = each.stream().map(ledger::begin).toList();
    List<StagedContent> all = new ArrayList<>();
    List<Wanted> changes = new ArrayList<>();
    for (Map<String, Optional<String>> wanted : each) {
      Map<String, StagedContent> staged = stageUnforced(wanted);
      all.addAll(staged.values());
      changes.add(new Wanted(wanted, staged));
    }
    parts.staging().force(all);
    List<CommitResult> results = commits.commitAll(changes);
    for (int i = 0; i < results.size(); i++) {
      if (results.get(i) instanceof CommitResult.Done) {
        begun.get(i).acknowledged();
      }
    }
  }

  private Map<String, StagedContent> stage(Map<String, Optional<String>> wanted) {
    Map<String, StagedContent> staged = stageUnforced(wanted);
    parts.staging().force(List.copyOf(staged.values()));
    return staged;
  }

  private Map<String, StagedContent> stageUnforced(Map<String, Optional<String>> wanted) {
    Map<String, StagedContent> staged = new TreeMap<>();
    wanted.forEach((path, content) -> content.ifPresent(text -> {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      if (bytes.length > 0) {
        staged.put(path, parts.staging().stage(
            new ByteArrayInputStream(bytes), parts.clock().instant(), Deadline.NEVER));
      } else if (isHere(path)) {
        staged.put(path, parts.staging().placeholder(parts.clock().instant()));
      }
    }));
    return staged;
  }

  private boolean isHere(String path) {
    return parts.reader().read().manifest().find(path)
        .filter(entry -> entry.state() == PathState.HYDRATED)
        .isPresent();
  }

  /** No two processes, one after the other or side by side, draw the same numbers; a rerun draws them again. */
  private static MirrorHost host(SimDisk disk, String process, Outfit outfit) {
    Random random = new Random(1_000_003L * process.hashCode() + disk.steps());
    return new MirrorHost(outfit.clock(), outfit.pauses(), random::nextLong, process);
  }

  /** Two switches of one group, the new name first. */
  private record Moving(String from, String to) implements Change {
    @Override
    public Set<String> names() {
      return Set.of(from, to);
    }

    @Override
    public Optional<RecordGroup> decide(Manifest manifest) {
      PathEntry entry = manifest.find(from).orElseThrow();
      WorkspacePath source = WorkspacePath.parse(from).orElseThrow();
      WorkspacePath target = WorkspacePath.parse(to).orElseThrow();
      Expected.Content content = new Expected.Content(entry.hash().orElseThrow(), entry.memo());
      PathEntry arrived = new PathEntry(
          to, entry.state(), entry.revision(), entry.hash(), entry.size(), entry.updatedAt(), Optional.empty(),
          Optional.empty());
      return Optional.of(RecordGroup.of(
          new LogRecord.Switched(
              new Publication(target, new Expected.Absent(), new Target.MovedFrom(source, content)),
              Optional.of(arrived), Origin.MOVE),
          new LogRecord.Switched(
              new Publication(source, content, new Target.MovedTo(target)), Optional.empty(), Origin.MOVE)));
    }
  }

  /** Decides on the manifest as it is under the lock, as every use case does. */
  private record Wanted(Map<String, Optional<String>> contents, Map<String, StagedContent> staged) implements Change {
    @Override
    public Set<String> names() {
      return contents.keySet();
    }

    @Override
    public Optional<RecordGroup> decide(Manifest manifest) {
      List<LogRecord> records = new ArrayList<>();
      new TreeMap<>(contents).forEach((path, content) -> {
        Optional<PathEntry> known = manifest.find(path);
        if (content.isPresent() || known.isPresent()) {
          records.add(record(path, content, known));
        }
      });
      return records.isEmpty() ? Optional.empty() : Optional.of(new RecordGroup(records));
    }

    private LogRecord record(String path, Optional<String> content, Optional<PathEntry> known) {
      WorkspacePath name = WorkspacePath.parse(path).orElseThrow();
      Expected expected = known.map(Wanted::expected).orElseGet(Expected.Absent::new);
      Target target = target(path, content, expected);
      Optional<PathEntry> after = content.map(text -> entry(path, text));
      return new LogRecord.Switched(new Publication(name, expected, target), after, Origin.LOCAL);
    }

    private Target target(String path, Optional<String> content, Expected expected) {
      if (content.isEmpty()) {
        return new Target.Nothing();
      }
      if (!staged.containsKey(path)) {
        return new Target.Placeholder();
      }
      return content.get().isEmpty() && expected instanceof Expected.Content
          ? new Target.Dehydrated(staged.get(path))
          : new Target.Bytes(staged.get(path));
    }

    private static Expected expected(PathEntry entry) {
      return entry.state() == PathState.PLACEHOLDER
          ? new Expected.Placeholder()
          : new Expected.Content(entry.hash().orElseThrow(), entry.memo());
    }

    private PathEntry entry(String path, String text) {
      Optional<ContentHash> hash =
          Optional.ofNullable(staged.get(path)).filter(_ -> !text.isEmpty()).map(StagedContent::hash);
      return new PathEntry(
          path, hash.isPresent() ? PathState.HYDRATED : PathState.PLACEHOLDER, Optional.of(new Revision("rev_1")), hash,
          text.length(), Optional.empty(), Optional.empty(), Optional.empty());
    }
  }
}
