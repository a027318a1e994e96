package io.cistern.application.mutate.add;

import io.cistern.application.commit.CommitResult;
import io.cistern.application.commit.Commits;
import io.cistern.application.mutate.ChangeParts;
import io.cistern.application.mutate.Standing;
import io.cistern.domain.change.AddDecision;
import io.cistern.domain.change.Refusal;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.journal.LogRecord;
import io.cistern.domain.publish.StagedContent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Commits prepared units with shared forces, each its own group with its own end. Used by one thread.
 */
final class Landing {
  private final ChangeParts parts;
  private final Commits commits;
  private final Preparation preparation;
  private final Standing standing;
  private final Optional<LogRecord> partOf;

  /**
   * @param partOf what each of the groups is a part of, where there are several
   */
  Landing(ChangeParts parts, Commits commits, Preparation preparation, Optional<LogRecord> partOf) {
    this.partOf = partOf;
    this.parts = parts;
    this.commits = commits;
    this.preparation = preparation;
    this.standing = new Standing(parts.tree());
  }

  /** How landing one unit ended. */
  sealed interface Landed {
    /** One for each member, in order. */
    record Told(List<AddItem> items, Optional<Failure> ends) implements Landed {}

    /**
     * It has to be prepared again.
     *
     * @param why what is said if it was prepared too often
     */
    record Again(AddOutcome.Failed why) implements Landed {}
  }

  /** One per unit, in order. */
  List<Landed> land(List<Prepared> batch) {
    List<Optional<AddChange>> changes = batch.stream().map(this::change).toList();
    List<AddChange> wished = changes.stream().flatMap(Optional::stream).toList();
    List<Supplier<CommitResult>> results = committed(batch, wished);
    List<Landed> landed = new ArrayList<>();
    int next = 0;
    for (int i = 0; i < batch.size(); i++) {
      landed.add(changes.get(i).isPresent()
          ? settled(batch.get(i), changes.get(i).get(), results.get(next++))
          : refused(batch.get(i)));
    }
    return landed;
  }

  private Optional<AddChange> change(Prepared prepared) {
    return switch (prepared.result()) {
      case Prepared.Result.Ready(List<Prepared.File> files, List<Companion> companions) ->
        Optional.of(new AddChange(files, companions, partOf, standing));
      case Prepared.Result.Refused _ -> Optional.empty();
    };
  }

  private List<Supplier<CommitResult>> committed(List<Prepared> batch, List<AddChange> wished) {
    List<StagedContent> staged = batch.stream().flatMap(prepared -> prepared.staged().stream()).toList();
    try {
      if (!staged.isEmpty()) {
        parts.staging().force(staged); // I4: before any record vouches for them
      }
    } catch (CisternException failed) {
      return wished.stream().<Supplier<CommitResult>>map(_ -> () -> {
        throw failed;
      }).toList();
    }
    return wished.isEmpty() ? List.of() : commits.commitEach(wished);
  }

  private Landed settled(Prepared prepared, AddChange change, Supplier<CommitResult> committing) {
    CommitResult result;
    try {
      result = committing.get();
    } catch (CisternException failed) {
      // A record may be visible although it was not acknowledged, so what it would speak of stays in staging.
      return failed(prepared, failed.failure());
    }
    return switch (result) {
      case CommitResult.Done done -> {
        discardUnused(change);
        yield told(Outcomes.of(change, done, standing));
      }
      case CommitResult.Unpublished unpublished -> told(Outcomes.of(change, unpublished));
      case CommitResult.Nothing() -> {
        preparation.discard(prepared.staged());
        yield change.verdict() == AddChange.Verdict.DECIDED ? told(Outcomes.of(change)) : again(prepared, change);
      }
      case CommitResult.StagingLost() -> {
        preparation.discard(prepared.staged());
        yield new Landed.Again(lost(prepared));
      }
    };
  }

  /** Content whose path turned out to hold it already, in a group that spoke of others. */
  private void discardUnused(AddChange change) {
    boolean refused = AddChange.refuses(change.decisions());
    List<StagedContent> unused = new ArrayList<>();
    for (int i = 0; i < change.files().size(); i++) {
      if (refused || !(change.decisions().get(i) instanceof AddDecision.Publish)) {
        change.files().get(i).staged().ifPresent(unused::add);
      }
    }
    if (!unused.isEmpty()) {
      preparation.discard(unused);
    }
  }

  private static Landed told(List<AddItem> items) {
    return new Landed.Told(items, Optional.empty());
  }

  private static Landed refused(Prepared prepared) {
    List<AddItem> items = new ArrayList<>();
    if (prepared.result() instanceof Prepared.Result.Refused(List<AddOutcome.Failed> why)) {
      for (int i = 0; i < why.size(); i++) {
        items.add(new AddItem(prepared.unit().members().get(i).shown(), why.get(i), Optional.empty()));
      }
    }
    return told(items);
  }

  private static Landed failed(Prepared prepared, Failure failure) {
    AddOutcome.Failed outcome = new AddOutcome.Failed(Refusal.FAILED, failure);
    List<AddItem> items = prepared.unit().members().stream()
        .map(one -> new AddItem(one.shown(), outcome, Optional.empty()))
        .toList();
    return new Landed.Told(items, Optional.of(failure).filter(Landing::endsTheRun));
  }

  /** What will befall every other file, too, and takes its time each. */
  private static boolean endsTheRun(Failure failure) {
    return failure instanceof Failure.MirrorInUse || failure instanceof Failure.MirrorDamaged
        || failure instanceof Failure.MirrorTainted || failure instanceof Failure.RootReplaced
        || failure instanceof Failure.ForeignOwner;
  }

  private static Landed again(Prepared prepared, AddChange change) {
    String path = prepared.unit().members().getFirst().shown();
    return new Landed.Again(change.verdict() == AddChange.Verdict.SOURCE_CHANGED
        ? Preparation.changing(prepared.unit())
        : AddOutcome.Failed.of(Refusal.CHANGED_HERE, path, path + ": what has the name changes again and again"));
  }

  private static AddOutcome.Failed lost(Prepared prepared) {
    String path = prepared.unit().members().getFirst().shown();
    return AddOutcome.Failed.of(Refusal.FAILED, path, path + ": what was prepared of it got lost again and again");
  }
}
