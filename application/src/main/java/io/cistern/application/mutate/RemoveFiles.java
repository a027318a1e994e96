package io.cistern.application.mutate;

import io.cistern.application.commit.CommitResult;
import io.cistern.application.commit.Commits;
import io.cistern.application.concurrent.StopSignal;
import io.cistern.application.port.Manifest;
import io.cistern.application.port.WorkingTree;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.journal.LogRecord;
import io.cistern.domain.journal.Origin;
import io.cistern.domain.manifest.LocalRule;
import io.cistern.domain.manifest.PathEntry;
import io.cistern.domain.manifest.PathState;
import io.cistern.domain.publish.Expected;
import io.cistern.domain.publish.Publication;
import io.cistern.domain.publish.Target;
import io.cistern.domain.sync.MassRemoval;
import io.cistern.domain.workspace.ContentHash;
import io.cistern.domain.workspace.WorkspacePath;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Removes files from the mirror: their content goes to trash, and a tombstone remembers what the remote has until it has
 * accepted the removal. One call is one group, or several where there is too much for one, and is taken back as one. Needs
 * no space.
 */
public final class RemoveFiles {
  /** Bounds the memory of a group and of its publication; a larger removal is several groups. */
  static final int GROUP = 10_000;

  /** Its records, at about a KiB a path, leave most of what the log keeps for a full disk to others. */
  private static final int GROUP_ON_A_FULL_DISK = 64;

  private final Commits commits;
  private final Manifest manifest;
  private final WorkingTree tree;
  private final MassRemoval mass;

  /** Keeps these. */
  public RemoveFiles(Commits commits, Manifest manifest, WorkingTree tree, MassRemoval mass) {
    this.commits = commits;
    this.manifest = manifest;
    this.tree = tree;
    this.mass = mass;
  }

  /**
   * What a removal would do.
   *
   * @param removed paths that would be removed, in order
   * @param left paths that would be left as they are, and why
   * @param unmatched arguments that name nothing
   * @param token what has to confirm it; empty where nothing has to
   */
  public record Plan(
      List<PathEntry> removed, List<ChangedPath> left, List<String> unmatched, Optional<String> token) {}

  /** Plans without changing anything, on the manifest as it is. */
  public Plan plan(List<String> names, StopSignal stop) {
    Look look = look(names, stop);
    return new Plan(
        look.removals.stream().map(Removal::entry).toList(), look.left.report(List.of()).items(), look.unmatched,
        look.token());
  }

  /**
   * Removes what is named.
   *
   * @param names paths from the mirror's root, of files or directories, and patterns
   * @param confirmation the token of an earlier refusal
   * @throws CisternException {@code RefusedMassRemoval} when the removals are many and not confirmed; nothing is done then
   */
  public ChangeReport remove(List<String> names, Optional<String> confirmation, StopSignal stop) {
    commits.catchUp();
    Look look = look(names, stop);
    Optional<String> token = look.token();
    if (token.isPresent() && !token.equals(confirmation)) {
      throw new CisternException(new Failure.RefusedMassRemoval(
          "that would remove " + look.removals.size() + " of " + manifest.counts().total()
              + " paths; nothing was removed, and --confirm " + token.get() + " allows it once"));
    }
    LogRecord whole = new LogRecord.PartOf(
        manifest.at(), look.removals.stream().map(removal -> removal.entry.name()).toList().hashCode());
    for (int from = 0; from < look.removals.size(); from += GROUP) {
      stop.check();
      commit(
          look.removals.subList(from, Math.min(look.removals.size(), from + GROUP)),
          Optional.of(whole).filter(_ -> look.removals.size() > GROUP), whole, look.left);
    }
    return look.left.report(look.unmatched);
  }

  /**
   * A full disk keeps room for a small group only, so that there a large removal is several; what did not fit was not
   * written.
   */
  private void commit(List<Removal> removals, Optional<LogRecord> partOf, LogRecord whole, Results results) {
    try {
      commitGroup(removals, partOf, results);
    } catch (CisternException full) {
      if (!(full.failure() instanceof Failure.LocalDiskFull) || removals.size() <= GROUP_ON_A_FULL_DISK) {
        throw full;
      }
      for (int from = 0; from < removals.size(); from += GROUP_ON_A_FULL_DISK) {
        commitGroup(
            removals.subList(from, Math.min(removals.size(), from + GROUP_ON_A_FULL_DISK)), Optional.of(whole),
            results);
      }
    }
  }

  private void commitGroup(List<Removal> removals, Optional<LogRecord> partOf, Results results) {
    Map<String, Optional<PathEntry>> basis = new HashMap<>();
    List<LogRecord> records = new ArrayList<>(partOf.stream().toList());
    removals.forEach(removal -> records.add(removal.record()));
    removals.forEach(removal -> basis.put(removal.entry.name(), Optional.of(removal.entry)));
    CommitResult result =
        commits.commit(new PlannedChange(basis, records));
    results.add(result, removals.stream().map(removal -> removal.entry.path()).toList(), "removed");
  }

  private Look look(List<String> names, StopSignal stop) {
    Chosen chosen = Chosen.of(manifest, names);
    Look look = new Look(chosen.unmatched());
    for (PathEntry entry : chosen.entries()) {
      stop.check();
      look.at(entry);
    }
    return look;
  }

  /** A path and what lies there. */
  private record Removal(PathEntry entry, Expected expected) {
    LogRecord record() {
      Publication publication = new Publication(entry.path(), expected, new Target.Nothing());
      return new LogRecord.Switched(publication, LocalRule.removed(entry), Origin.REMOVE);
    }
  }

  private final class Look {
    private final List<Removal> removals = new ArrayList<>();
    private final Results left = new Results();
    private final List<String> unmatched;

    Look(List<String> unmatched) {
      this.unmatched = unmatched;
    }

    Optional<String> token() {
      return mass.refuses(removals.size(), manifest.counts().total())
          ? Optional.of(MassRemoval.token("rm", removals.stream().map(removal -> removal.entry.name()).toList()))
          : Optional.empty();
    }

    /** A conflict is a person's to decide, and a name that is set aside has nothing here that could be removed. */
    void at(PathEntry entry) {
      switch (entry.state()) {
        case CONFLICT -> left.failed(entry.path(), "it is in conflict, and a removal would decide for one side");
        case QUARANTINED -> WorkspacePath.parse(entry.name())
            .ifPresent(path -> left.skipped(path, "it is set aside; nothing on disk stands for it"));
        case PLACEHOLDER, HYDRATED, MODIFIED, ADDED, REMOVED -> seen(entry);
      }
    }

    private void seen(PathEntry entry) {
      switch (Seen.at(tree, entry)) {
        case Seen.There(Expected expected, long _) -> removals.add(new Removal(entry, expected));
        case Seen.Missing() -> removals.add(new Removal(entry, whatever(entry)));
        case Seen.Untouchable(String why) -> left.failed(entry.path(), why);
      }
    }
  }

  /** Nothing is there; should something come back before the switch, it is not expected and stays. */
  private static Expected whatever(PathEntry entry) {
    return entry.state() == PathState.PLACEHOLDER
        ? new Expected.Placeholder()
        : new Expected.Content(entry.hash().orElse(ContentHash.OF_NOTHING), Optional.empty());
  }
}
