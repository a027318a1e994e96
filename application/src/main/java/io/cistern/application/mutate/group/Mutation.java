package io.cistern.application.mutate.group;

import io.cistern.application.commit.CommitResult;
import io.cistern.application.commit.Commits;
import io.cistern.application.mutate.ChangeParts;
import io.cistern.application.mutate.Standing;
import io.cistern.application.mutate.TargetNames;
import io.cistern.application.mutate.group.MutationResult.Conflict;
import io.cistern.application.mutate.group.MutationResult.PathResult;
import io.cistern.application.mutate.group.MutationResult.PathResult.Kind;
import io.cistern.application.port.Spool;
import io.cistern.domain.change.Refusal;
import io.cistern.domain.failure.Invariant;
import io.cistern.domain.journal.Sequence;
import io.cistern.domain.manifest.PathEntry;
import io.cistern.domain.publish.Outcome;
import io.cistern.domain.publish.StagedContent;
import io.cistern.domain.time.Deadline;
import io.cistern.domain.workspace.WorkspacePath;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Several paths changed together. Paths are declared first, and nothing else is touched; what is written stays in a
 * private view until {@link #commit} switches all of it under one record, or {@link #close} throws it away.
 *
 * <p>Commits only if every declared path that is written or removed is as it was when it was declared. For one thread,
 * which holds no lock of the mirror; the commit takes that itself.
 */
public final class Mutation implements AutoCloseable {
  /** Staging that gets lost again and again is being emptied by somebody. */
  private static final int TRIES = 3;

  private final Commits commits;
  private final ChangeParts parts;
  private final Standing standing;
  private final SortedMap<WorkspacePath, Declared> declared = new TreeMap<>();
  private final SortedMap<WorkspacePath, Wish> wishes = new TreeMap<>();
  private boolean over;

  /** An empty one, on the mirror as it is now: catches up first. */
  public Mutation(Commits commits, ChangeParts parts) {
    Invariant.check(!Commits.heldHere(), "a mutation takes the mirror lock itself");
    this.commits = commits;
    this.parts = parts;
    this.standing = new Standing(parts.tree());
    commits.catchUp();
  }

  /**
   * Takes note of how these paths are now; what is declared already stays as it was declared. More may be declared until
   * the commit.
   */
  public Mutation declare(WorkspacePath... paths) {
    requireOpen();
    for (WorkspacePath path : paths) {
      Optional<PathEntry> entry = parts.manifest().find(path.value());
      declared.computeIfAbsent(path, _ -> new Declared(path, entry, standing.read(path, entry)));
    }
    return this;
  }

  /**
   * Writes a declared path anew. An existing file keeps its mode.
   *
   * @return to be closed before the commit
   */
  public OutputStream write(WorkspacePath path) {
    return write(path, OptionalInt.empty(), Optional.empty());
  }

  /**
   * As {@link #write(WorkspacePath)}, with a mode and a time of its own.
   *
   * @param mode permission bits wished for; others never get more than the mirror's root allows them
   * @param modified empty for the time of the commit
   */
  public OutputStream write(WorkspacePath path, OptionalInt mode, Optional<Instant> modified) {
    requireDeclared(path);
    forget(path);
    Spool.Room room = parts.spool().open();
    wishes.put(path, new Wish.Content(room, mode, modified));
    return room.write();
  }

  /** Removes a declared path; removing what is not there changes nothing. */
  public void remove(WorkspacePath path) {
    requireDeclared(path);
    forget(path);
    wishes.put(path, new Wish.Gone());
  }

  /** The bytes of a declared path as this mutation sees it: what was written here, else what lies in the mirror. */
  public Optional<InputStream> read(WorkspacePath path) {
    requireDeclared(path);
    return Optional.ofNullable(wishes.get(path))
        .map(wish -> switch (wish) {
          case Wish.Content(Spool.Room room, var _, var _) -> Optional.of(room.read(0));
          case Wish.Gone() -> Optional.<InputStream>empty();
        })
        .orElseGet(() -> parts.tree().open(path));
  }

  /**
   * Switches every path that was written or removed, all or none, and ends this.
   *
   * @throws io.cistern.domain.failure.CisternException when the mirror is in use or cannot be written; nothing happened
   *     then, unless the failure is {@code MirrorTainted}
   */
  public MutationResult commit() {
    requireOpen();
    Invariant.check(!Commits.heldHere(), "a mutation takes the mirror lock itself");
    over = true;
    try {
      List<Conflict> taken = takenNames();
      if (!taken.isEmpty()) {
        return new MutationResult.Refused(taken);
      }
      return wishes.isEmpty() ? new MutationResult.Nothing() : committed();
    } finally {
      giveBack();
    }
  }

  /** Throws away what was not committed. */
  @Override
  public void close() {
    over = true;
    giveBack();
  }

  private MutationResult committed() {
    for (int i = 0; i < TRIES; i++) {
      SortedMap<WorkspacePath, StagedContent> staged = stage();
      MutationChange change = new MutationChange(
          new ArrayList<>(declaredFor(Wish.Gone.class)).reversed(), declaredFor(Wish.Content.class), staged, standing);
      switch (commits.commit(change)) {
        case CommitResult.Done done -> {
          discardUnpublished(staged, done);
          return new MutationResult.Committed(done.at(), results(done.outcomes()), Optional.empty());
        }
        case CommitResult.Unpublished(Sequence at, var cause) -> {
          return new MutationResult.Committed(at, results(List.of()), Optional.of(cause.failure().message()));
        }
        case CommitResult.Nothing() -> {
          discard(staged.values());
          return change.conflicts().isEmpty()
              ? new MutationResult.Nothing()
              : new MutationResult.Refused(change.conflicts());
        }
        case CommitResult.StagingLost() -> discard(staged.values());
      }
    }
    return new MutationResult.Refused(List.of(new Conflict(
        wishes.firstKey(), Refusal.FAILED, "what was staged for it got lost again and again")));
  }

  /** Nothing is left in staging unless all of it is. */
  private SortedMap<WorkspacePath, StagedContent> stage() {
    SortedMap<WorkspacePath, StagedContent> staged = new TreeMap<>();
    boolean whole = false;
    try {
      for (Map.Entry<WorkspacePath, Wish> wish : wishes.entrySet()) {
        if (wish.getValue() instanceof Wish.Content content) {
          staged.put(wish.getKey(), stage(content));
        }
      }
      if (!staged.isEmpty()) {
        parts.staging().force(List.copyOf(staged.values()));
      }
      whole = true;
      return staged;
    } finally {
      if (!whole) {
        discard(staged.values());
      }
    }
  }

  private StagedContent stage(Wish.Content content) {
    try (InputStream body = content.room().read(0)) {
      Instant modified = content.modified().orElseGet(parts.clock()::instant);
      return parts.staging().stage(body, modified, content.mode(), Deadline.NEVER);
    } catch (IOException notClosed) {
      throw new UncheckedIOException(notClosed);
    }
  }

  private List<Conflict> takenNames() {
    TargetNames names = new TargetNames(parts.manifest(), parts.identity());
    List<Conflict> taken = new ArrayList<>();
    for (Declared one : declaredFor(Wish.Content.class)) {
      switch (names.reserve(one.path().value())) {
        case TargetNames.Reservation.Reserved _ -> {}
        case TargetNames.Reservation.Refused(Refusal reason, String why) ->
          taken.add(new Conflict(one.path(), reason, why));
      }
    }
    return taken;
  }

  private Collection<Declared> declaredFor(Class<? extends Wish> kind) {
    return declared.values().stream().filter(one -> kind.isInstance(wishes.get(one.path()))).toList();
  }

  private List<PathResult> results(List<Outcome> outcomes) {
    List<PathResult> results = new ArrayList<>();
    wishes.forEach((path, wish) -> {
      Kind done = wish instanceof Wish.Gone ? Kind.REMOVED : Kind.WRITTEN;
      Optional<Outcome> outcome = outcomes.stream().filter(one -> one.path().equals(path)).findFirst();
      results.add(outcome.map(one -> switch (one) {
        case Outcome.Published _ -> new PathResult(path, done, Optional.empty());
        case Outcome.Yielded(var _, var _, Optional<String> copy) -> new PathResult(path, Kind.GAVE_WAY, copy);
      }).orElseGet(() -> new PathResult(path, outcomes.isEmpty() ? done : Kind.UNCHANGED, Optional.empty())));
    });
    return results;
  }

  /** What a path held already was not published. */
  private void discardUnpublished(Map<WorkspacePath, StagedContent> staged, CommitResult.Done done) {
    discard(staged.entrySet().stream()
        .filter(one -> done.outcomes().stream().noneMatch(outcome -> outcome.path().equals(one.getKey())))
        .map(Map.Entry::getValue)
        .toList());
  }

  private void discard(Collection<StagedContent> staged) {
    if (!staged.isEmpty()) {
      parts.staging().discard(List.copyOf(staged));
    }
  }

  private void forget(WorkspacePath path) {
    if (wishes.remove(path) instanceof Wish.Content content) {
      content.room().close();
    }
  }

  private void giveBack() {
    List.copyOf(wishes.keySet()).forEach(this::forget);
  }

  private void requireOpen() {
    Invariant.check(!over, "a mutation is committed or thrown away once");
  }

  private void requireDeclared(WorkspacePath path) {
    requireOpen();
    Invariant.check(declared.containsKey(path), "a mutation touches only what it declared");
  }
}
