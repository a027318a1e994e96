package io.cistern.application.mutate;

import io.cistern.application.commit.CommitResult;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.journal.Sequence;
import io.cistern.domain.publish.Outcome;
import io.cistern.domain.workspace.WorkspacePath;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Gathers what commits came to, path by path. For one thread. */
final class Results {
  private final List<ChangedPath> items = new ArrayList<>();
  private Optional<Sequence> at = Optional.empty();
  private Optional<CisternException> unpublished = Optional.empty();

  void skipped(WorkspacePath path, String why) {
    items.add(new ChangedPath(path, new ChangedPath.Result.Skipped(why)));
  }

  void failed(WorkspacePath path, String why) {
    items.add(new ChangedPath(
        path, new ChangedPath.Result.Failed(new Failure.LocalIo(path.value(), path + ": " + why))));
  }

  /**
   * A group has been tried.
   *
   * @param paths the paths to speak of
   * @param what the word for those that went as asked for
   */
  void add(CommitResult result, List<WorkspacePath> paths, String what) {
    add(result, paths, what, "what is there now is kept");
  }

  /**
   * A group has been tried.
   *
   * @param paths the paths to speak of
   * @param what the word for those that went as asked for
   * @param kept what is said of those that a person kept
   */
  void add(CommitResult result, List<WorkspacePath> paths, String what, String kept) {
    switch (result) {
      case CommitResult.Done(Sequence number, List<Outcome> outcomes) -> {
        at = Optional.of(number);
        Map<WorkspacePath, Outcome> byPath = new HashMap<>();
        outcomes.forEach(outcome -> byPath.put(outcome.path(), outcome));
        paths.forEach(
            path -> items.add(new ChangedPath(path, result(Optional.ofNullable(byPath.get(path)), what, kept))));
      }
      case CommitResult.Unpublished(Sequence number, CisternException cause) -> {
        at = Optional.of(number);
        unpublished = Optional.of(cause);
        paths.forEach(path -> items.add(new ChangedPath(path, new ChangedPath.Result.Done(what))));
      }
      case CommitResult.Nothing() -> paths.forEach(path -> failed(path, "it was changed meanwhile; nothing was done"));
      case CommitResult.StagingLost() -> paths.forEach(path -> failed(path, "what was prepared is gone; try again"));
    }
  }

  ChangeReport report(List<String> unmatched) {
    return new ChangeReport(at, items, unmatched, unpublished);
  }

  private static ChangedPath.Result result(Optional<Outcome> outcome, String what, String kept) {
    return outcome
        .filter(Outcome.Yielded.class::isInstance)
        .map(Outcome.Yielded.class::cast).<ChangedPath.Result>map(
            yielded -> new ChangedPath.Result.Kept(yielded.conflictCopy()
                .map(copy -> kept + ", as " + copy)
                .orElse(kept)))
        .orElseGet(() -> new ChangedPath.Result.Done(what));
  }
}
