package io.cistern.application.mutate.add;

import io.cistern.application.port.LocalSource;
import io.cistern.domain.change.OnDisk;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.publish.StagedContent;
import io.cistern.domain.workspace.ContentHash;
import java.util.List;
import java.util.Optional;

/**
 * A unit that was read, well or badly; nothing is committed yet.
 *
 * @param times how often it was prepared, this time included
 */
record Prepared(Unit unit, int times, Result result) {
  /** How preparing ended. */
  sealed interface Result {
    /**
     * All of it can be added.
     *
     * @param files one for each member, in order
     * @param companions what lies beside its targets besides
     */
    record Ready(List<File> files, List<Companion> companions) implements Result {}

    /**
     * None of it can be added.
     *
     * @param why one for each member, in order
     */
    record Refused(List<AddOutcome.Failed> why) implements Result {}
  }

  /** How reading one member ended. */
  sealed interface Member {}

  /**
   * A member that was read.
   *
   * @param there what lay under its target's name
   * @param identity how the source looked; empty for a file that is registered where it lies
   * @param staged empty when the mirror has these bytes already
   */
  record File(
      Candidate candidate, OnDisk there, Optional<LocalSource.Identity> identity, ContentHash hash, long size,
      Optional<StagedContent> staged)
      implements Member {}

  /** A member that cannot be added. */
  record Not(AddOutcome.Failed why) implements Member {}

  /**
   * Nothing of the unit can be added.
   *
   * @param why what is wrong with one member; each of the others is told of it, unless it is refused itself
   */
  static Prepared refused(Unit unit, int times, AddOutcome.Failed why) {
    return new Prepared(unit, times, new Result.Refused(
        unit.members().stream().map(one -> one.refused().orElseGet(() -> told(one, why))).toList()));
  }

  private static AddOutcome.Failed told(Candidate one, AddOutcome.Failed why) {
    boolean own = !(why.failure() instanceof Failure.LocalIo local) || local.path().equals(one.shown());
    return own
        ? why
        : AddOutcome.Failed.of(
            why.reason(), one.shown(), one.shown() + ": it belongs to what cannot be added: "
                + why.failure().message());
  }

  List<StagedContent> staged() {
    return switch (result) {
      case Result.Ready(List<File> files, List<Companion> _) ->
        files.stream().map(File::staged).flatMap(Optional::stream).toList();
      case Result.Refused _ -> List.of();
    };
  }

  long stagedBytes() {
    return staged().stream().mapToLong(StagedContent::size).sum();
  }
}
