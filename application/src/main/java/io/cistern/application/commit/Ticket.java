package io.cistern.application.commit;

import io.cistern.application.port.Manifest;
import io.cistern.application.port.Staging;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.journal.RecordGroup;
import io.cistern.domain.journal.Retirement;
import io.cistern.domain.journal.Sequence;
import io.cistern.domain.publish.StagedContent;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** One change on its way. Guarded by leadership once it is taken from the queue. */
final class Ticket {
  private final Change change;
  private Optional<RecordGroup> group = Optional.empty();
  private Optional<Supplier<CommitResult>> result = Optional.empty();

  Ticket(Change change) {
    this.change = change;
  }

  Set<String> names() {
    return change.names();
  }

  boolean open() {
    return result.isEmpty();
  }

  CommitResult result() {
    return result.orElseThrow().get();
  }

  RecordGroup group() {
    return group.orElseThrow();
  }

  void committed() {
    change.committed();
  }

  /** Published; its own retirement is among these. */
  void retired(Sequence at, List<Retirement> retirements) {
    done(new CommitResult.Done(at, retirements.stream()
        .filter(retirement -> retirement.of().equals(at))
        .findFirst()
        .map(Retirement::outcomes)
        .orElse(List.of())));
  }

  void done(CommitResult outcome) {
    result = Optional.of(() -> outcome);
  }

  void failed(RuntimeException cause) {
    result = Optional.of(() -> {
      throw cause;
    });
  }

  /** The leader met an error that was not this ticket's; its caller must not wait for ever. */
  void abandoned() {
    failed(new CisternException(new Failure.LocalIo("the mirror", "the batch this change was in could not go on")));
  }

  /** Whether there is a group to commit; otherwise the ticket has its result. */
  boolean decide(Manifest manifest, Staging staging) {
    try {
      group = change.decide(manifest);
    } catch (RuntimeException refused) {
      failed(refused);
      return false;
    }
    if (group.isEmpty()) {
      done(new CommitResult.Nothing());
      return false;
    }
    if (!staging.present(stagedBy(group.get()))) {
      done(new CommitResult.StagingLost());
      return false;
    }
    return true;
  }

  private static List<StagedContent> stagedBy(RecordGroup group) {
    return group.switches().stream()
        .flatMap(record -> record.publication().target().stagedFile().stream())
        .toList();
  }
}
