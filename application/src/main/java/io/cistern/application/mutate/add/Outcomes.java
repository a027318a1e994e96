package io.cistern.application.mutate.add;

import io.cistern.application.commit.CommitResult;
import io.cistern.application.mutate.Standing;
import io.cistern.domain.change.AddDecision;
import io.cistern.domain.change.Refusal;
import io.cistern.domain.publish.Outcome;
import io.cistern.domain.workspace.WorkspacePath;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Says what came of a unit that was decided and, where it asked for anything, committed. */
final class Outcomes {
  private static final String CHANGED_HERE =
      "changed here since it was last looked at; it is left as it is, add again to replace it";

  private Outcomes() {}

  /** One per member of a group that was committed and published. */
  static List<AddItem> of(AddChange change, CommitResult.Done done, Standing standing) {
    List<AddItem> items = new ArrayList<>();
    for (int i = 0; i < change.files().size(); i++) {
      Prepared.File file = change.files().get(i);
      AddOutcome outcome = isYielded(done, file.candidate().target())
          ? gaveWay(file, done, standing)
          : decided(file, change.decisions().get(i), AddChange.refuses(change.decisions()));
      items.add(new AddItem(file.candidate().shown(), outcome, displaced(change, file, done)));
    }
    return items;
  }

  /** What belonged to the file that was replaced. */
  private static Optional<String> displaced(AddChange change, Prepared.File file, CommitResult.Done done) {
    List<String> told = change.displacedWith(file.candidate().target())
        .map(path -> isYielded(done, path)
            ? path + " belonged to the old file, was changed meanwhile and stays beside the new one"
            : path + " belonged to the old file and went to trash with it")
        .toList();
    return told.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", told));
  }

  private static boolean isYielded(CommitResult.Done done, WorkspacePath path) {
    return done.outcomes().stream()
        .filter(Outcome.Yielded.class::isInstance)
        .anyMatch(outcome -> outcome.path().equals(path));
  }

  /** One per member of a group that is committed, and of which somebody has yet to switch a name. */
  static List<AddItem> of(AddChange change, CommitResult.Unpublished unpublished) {
    Optional<String> warning = Optional.of(
        "committed, but not yet in place: " + unpublished.cause().failure().message()
            + "; the next command finishes it");
    return of(change).stream().map(item -> new AddItem(item.path(), item.outcome(), warning)).toList();
  }

  /** One per member of a unit that asked for nothing. */
  static List<AddItem> of(AddChange change) {
    List<AddItem> items = new ArrayList<>();
    for (int i = 0; i < change.files().size(); i++) {
      Prepared.File file = change.files().get(i);
      AddOutcome outcome = decided(file, change.decisions().get(i), AddChange.refuses(change.decisions()));
      items.add(new AddItem(file.candidate().shown(), outcome, Optional.empty()));
    }
    return items;
  }

  /**
   * What a decision comes to for the caller.
   *
   * @param refused whether the unit is not added, so that this member is not either
   */
  static AddOutcome decided(Prepared.File file, AddDecision decision, boolean refused) {
    String path = file.candidate().shown();
    return switch (decision) {
      case AddDecision.Known() -> new AddOutcome.Skipped();
      case AddDecision.Publish(var _, var _, boolean replaces) -> done(file, replaces, refused);
      case AddDecision.Register(var _, boolean replaces) -> done(file, replaces, refused);
      case AddDecision.Edited(var note) -> AddOutcome.Failed.of(
          Refusal.CHANGED_HERE, path, path + ": " + (note.isPresent()
              ? CHANGED_HERE
              : "a local file that was never added has the name; it is left as it is"));
      case AddDecision.Refused(Refusal reason, String why) -> AddOutcome.Failed.of(reason, path, path + ": " + why);
    };
  }

  private static AddOutcome done(Prepared.File file, boolean replaces, boolean refused) {
    if (refused) {
      String path = file.candidate().shown();
      return AddOutcome.Failed.of(Refusal.CHANGED_HERE, path, path + ": a file that belongs to it cannot be added");
    }
    return replaces ? new AddOutcome.Replaced(file.size()) : new AddOutcome.Added(file.size());
  }

  private static AddOutcome gaveWay(Prepared.File file, CommitResult.Done done, Standing standing) {
    String path = file.candidate().shown();
    if (standing.holds(file.candidate().target(), file.there())) {
      return AddOutcome.Failed.of(
          Refusal.NOT_WRITABLE, path, path + ": it could not be written: permission denied on the way to it");
    }
    Optional<String> copy = done.outcomes().stream()
        .filter(Outcome.Yielded.class::isInstance)
        .map(Outcome.Yielded.class::cast)
        .filter(outcome -> outcome.path().equals(file.candidate().target()))
        .flatMap(outcome -> outcome.conflictCopy().stream())
        .findFirst();
    String kept = copy.map(name -> "the other version is kept as " + name).orElse("that is left as it is");
    return AddOutcome.Failed.of(
        Refusal.CHANGED_HERE, path, path + ": changed here while it was added; " + kept);
  }
}
