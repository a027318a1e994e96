package io.cistern.application.mutate.add;

import io.cistern.application.mutate.ChangeParts;
import io.cistern.domain.change.Refusal;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.publish.StagedContent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads units, without the lock, and again where a member changes meanwhile. Safe for use by many threads. */
final class Preparation {
  /** A source that changes each time it is read is in use, and not to be had as one version. */
  static final int TIMES = 3;

  private final ChangeParts parts;
  private final MemberReading reading;

  Preparation(ChangeParts parts, MemberReading reading) {
    this.parts = parts;
    this.reading = reading;
  }

  /**
   * Reads every member.
   *
   * @param before how often the unit was prepared before
   */
  Prepared prepare(Unit unit, int before) {
    Optional<AddOutcome.Failed> refused = unit.refused();
    if (refused.isPresent()) {
      return Prepared.refused(unit, before, refused.get());
    }
    for (int times = before + 1; times <= TIMES; times++) {
      Optional<Prepared> prepared = attempt(unit, times);
      if (prepared.isPresent()) {
        return prepared.get();
      }
    }
    return Prepared.refused(unit, TIMES, changing(unit));
  }

  /** What is said of a unit that changed too often. */
  static AddOutcome.Failed changing(Unit unit) {
    String path = unit.members().getFirst().shown();
    return AddOutcome.Failed.of(
        Refusal.SOURCE_CHANGING, path, path + ": it changed each of the " + TIMES + " times that it was read");
  }

  /** Throws away what nothing will publish; what cannot be removed now is reaped when this process has ended. */
  void discard(List<StagedContent> staged) {
    try {
      parts.staging().discard(staged);
    } catch (CisternException leftForTheReaper) {
      // The outcome of the file is told already.
    }
  }

  /** Empty when a member changed while the unit was read. */
  private Optional<Prepared> attempt(Unit unit, int times) {
    List<Prepared.File> files = new ArrayList<>();
    boolean kept = false;
    try {
      for (Candidate one : unit.members()) {
        switch (reading.read(one)) {
          case Prepared.File file -> files.add(file);
          case Prepared.Not not -> {
            return Optional.of(Prepared.refused(unit, times, not.why()));
          }
        }
      }
      List<Companion> companions = reading.companions(files);
      kept = files.stream().allMatch(Preparation::unchanged);
      return kept
          ? Optional.of(new Prepared(unit, times, new Prepared.Result.Ready(files, companions)))
          : Optional.empty();
    } finally {
      if (!kept) {
        discard(files.stream().map(Prepared.File::staged).flatMap(Optional::stream).toList());
      }
    }
  }

  /** Whether the source still looks as it did before its first byte was read. */
  static boolean unchanged(Prepared.File file) {
    return file.identity()
        .map(seen -> Optional.of(seen).equals(file.candidate().root().source().look(file.candidate().found())))
        .orElse(true);
  }
}
