package io.cistern.application.inspect;

import io.cistern.application.port.Manifest;
import io.cistern.application.port.WorkingTree;
import io.cistern.application.port.WorkingTree.Look;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.health.Finding;
import io.cistern.domain.manifest.Memo;
import io.cistern.domain.manifest.PathEntry;
import io.cistern.domain.manifest.PathState;
import io.cistern.domain.workspace.ContentHash;
import java.util.Optional;

/** Looks at one path, hashes it where that is needed, and says what is wrong. */
final class Examination {
  private static final String REMOVED = "removed here";

  private final WorkingTree tree;
  private final Manifest manifest;
  private final boolean trusting;

  private Examination(WorkingTree tree, Manifest manifest, boolean trusting) {
    this.tree = tree;
    this.manifest = manifest;
    this.trusting = trusting;
  }

  /** Hashes whatever holds content. */
  static Examination ofContent(WorkingTree tree, Manifest manifest) {
    return new Examination(tree, manifest, false);
  }

  /** Hashes only what looks different from what was remembered. */
  static Examination ofLooks(WorkingTree tree, Manifest manifest) {
    return new Examination(tree, manifest, true);
  }

  /** Whether an entry says that its file was seen to be gone, and nobody recorded a removal. */
  static boolean saysMissing(PathEntry entry) {
    return entry.memo().isEmpty() && entry.reason().filter(REMOVED::equals).isPresent();
  }

  /**
   * What came of one path.
   *
   * @param note how the finding is written down, where it changes what the manifest holds
   * @param hashed bytes that were read
   */
  record Result(Optional<Finding> finding, Optional<FindingNote> note, long hashed) {
    static final Result FINE = new Result(Optional.empty(), Optional.empty(), 0);

    static Result of(Finding finding) {
      return new Result(Optional.of(finding), Optional.empty(), 0);
    }

    static Result noted(Finding finding, PathEntry seen, PathEntry after) {
      boolean news = !after.equals(seen);
      return new Result(Optional.of(finding), news ? Optional.of(new FindingNote(seen, after)) : Optional.empty(), 0);
    }

    /** Written down without telling anybody. */
    Result unspoken() {
      return new Result(Optional.empty(), note, hashed);
    }

    Result withHashed(long bytes) {
      return new Result(finding, note, bytes);
    }
  }

  Result of(PathEntry entry) {
    return switch (entry.state()) {
      case QUARANTINED -> Result.of(new Finding.Quarantined(entry.name(), entry.reason().orElse("cannot be held")));
      case CONFLICT -> Result.of(new Finding.Conflict(entry.name(), entry.reason().orElse("changed on both sides")));
      case REMOVED -> Result.FINE;
      case PLACEHOLDER, HYDRATED, MODIFIED, ADDED -> switching(entry) ? Result.FINE : visible(entry);
    };
  }

  /** A path that another process is switching at this moment has no settled look. */
  private boolean switching(PathEntry entry) {
    return manifest.isSwitching(entry.name());
  }

  private Result visible(PathEntry entry) {
    return switch (tree.look(entry.path())) {
      case Look.Absent() -> missing(entry);
      case Look.NotAFile(String kind) -> Result.of(new Finding.NotAFile(entry.name(), kind));
      case Look.Unreadable(String why) -> Result.of(new Finding.Unreadable(entry.name(), why));
      case Look.File(Memo memo, boolean placeholder) when entry.state() == PathState.PLACEHOLDER ->
        placeholder ? Result.FINE : edited(entry, memo);
      case Look.File(Memo memo, boolean _) -> content(entry, memo);
    };
  }

  /** Remembered, and never taken for a removal. */
  private static Result missing(PathEntry entry) {
    PathEntry after = entry.withMemo(Optional.empty()).withReason(Optional.of(REMOVED));
    return Result.noted(new Finding.Missing(entry.name()), entry, after);
  }

  private static Result edited(PathEntry entry, Memo memo) {
    PathEntry after =
        entry.withState(PathState.MODIFIED).withMemo(Optional.of(memo)).withReason(Optional.empty());
    return Result.noted(new Finding.LocalEdit(entry.name()), entry, after);
  }

  private Result content(PathEntry entry, Memo memo) {
    boolean local = entry.state() == PathState.MODIFIED || entry.state() == PathState.ADDED;
    if (trusting && entry.memo().filter(known -> known.proves(memo)).isPresent()) {
      return local ? Result.of(new Finding.LocalEdit(entry.name())) : Result.FINE;
    }
    Optional<ContentHash> actual;
    try {
      actual = tree.hash(entry.path());
    } catch (CisternException failed) {
      return Result.of(new Finding.Unreadable(entry.name(), failed.failure().message()));
    }
    if (actual.isEmpty()) {
      return missing(entry);
    }
    boolean remote = entry.hash().equals(actual);
    if (local) {
      return (remote ? undone(entry, memo) : stillEdited(entry, memo)).withHashed(memo.size());
    }
    return (remote ? unchanged(entry, memo) : differing(entry, memo, actual.get())).withHashed(memo.size());
  }

  private static Result stillEdited(PathEntry entry, Memo memo) {
    return Result.noted(new Finding.LocalEdit(entry.name()), entry, remembered(entry, memo));
  }

  private static Result undone(PathEntry entry, Memo memo) {
    return Result.noted(new Finding.EditUndone(entry.name()), entry, clean(entry, memo));
  }

  /** A memo taken too soon after the change proves nothing; one that does is worth a record, but no word. */
  private static Result unchanged(PathEntry entry, Memo memo) {
    if (entry.memo().filter(known -> known.proves(memo)).isPresent()) {
      return Result.FINE;
    }
    boolean looksSame = entry.memo().map(known -> known.sameLook(memo)).orElse(true);
    Result repaired = Result.noted(new Finding.StaleMemo(entry.name()), entry, remembered(entry, memo));
    return looksSame ? repaired.unspoken() : repaired;
  }

  private static PathEntry remembered(PathEntry entry, Memo memo) {
    return entry
        .withMemo(Optional.of(memo))
        .withReason(entry.reason().filter(reason -> !reason.equals(REMOVED)));
  }

  /** Bytes that differ although the memo proves that nobody wrote are damage; sending them would spread it. */
  private static Result differing(PathEntry entry, Memo memo, ContentHash actual) {
    boolean proven = entry.memo().filter(known -> known.proves(memo)).isPresent();
    return proven
        ? Result.of(new Finding.SilentChange(entry.name(), entry.hash().orElse(ContentHash.OF_NOTHING), actual))
        : edited(entry, memo);
  }

  private static PathEntry clean(PathEntry entry, Memo memo) {
    return new PathEntry(
        entry.name(), PathState.HYDRATED, entry.revision(), entry.hash(), memo.size(), entry.updatedAt(),
        Optional.of(memo), Optional.empty(), entry.unlisted());
  }
}
