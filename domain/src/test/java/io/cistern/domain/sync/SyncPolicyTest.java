package io.cistern.domain.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.domain.manifest.PathEntry;
import io.cistern.domain.manifest.PathState;
import io.cistern.domain.sync.SyncPolicy.Basis;
import io.cistern.domain.workspace.ContentHash;
import io.cistern.domain.workspace.Revision;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SyncPolicyTest {
  private static final ContentHash OLD = new ContentHash(1, 1, 1, 1);
  private static final ContentHash NEW = new ContentHash(2, 2, 2, 2);

  @ParameterizedTest
  @CsvSource({
      // state, told revision and hash against rev_5 and OLD; decision, and the state it leads to
      "PLACEHOLDER, rev_5, old, Leave,",
      "PLACEHOLDER, rev_4, new, Leave,",
      "PLACEHOLDER, rev_6, new, Note,    PLACEHOLDER",
      "PLACEHOLDER, rev_6, empty, Note,  HYDRATED",
      "HYDRATED,    rev_5, old, Leave,",
      "HYDRATED,    rev_4, new, Leave,",
      "HYDRATED,    rev_6, old, Note,    HYDRATED",
      "HYDRATED,    rev_6, new, Refresh, HYDRATED",
      "HYDRATED,    rev_6, none, Refresh, HYDRATED",
      "MODIFIED,    rev_6, old, Note,    MODIFIED",
      "MODIFIED,    rev_6, new, Note,    CONFLICT",
      "MODIFIED,    rev_5, new, Leave,",
      "ADDED,       rev_6, new, Note,    CONFLICT",
      "REMOVED,     rev_6, old, Note,    REMOVED",
      "REMOVED,     rev_6, new, Note,    CONFLICT",
      "CONFLICT,    rev_6, new, Leave,",
      "QUARANTINED, rev_5, old, Create,  PLACEHOLDER",
  })
  void aFileThatIsThereRemotely(PathState state, String revision, String hash, String decision, PathState after) {
    SyncDecision decided = SyncPolicy.decide(Optional.of(known(state)), present(revision, hash), Basis.REVISION);

    assertThat(decided.getClass().getSimpleName()).isEqualTo(decision);
    assertThat(entryOf(decided).map(PathEntry::state)).isEqualTo(Optional.ofNullable(after));
  }

  @ParameterizedTest
  @CsvSource({
      // as above, where revisions began anew
      "PLACEHOLDER, rev_5, old,  Leave,",
      "PLACEHOLDER, rev_5, none, Leave,",
      "PLACEHOLDER, rev_1, new,  Note,    PLACEHOLDER",
      "HYDRATED,    rev_5, old,  Leave,",
      "HYDRATED,    rev_1, old,  Note,    HYDRATED",
      "HYDRATED,    rev_1, new,  Refresh, HYDRATED",
      "HYDRATED,    rev_5, new,  Refresh, HYDRATED",
      "MODIFIED,    rev_1, old,  Note,    MODIFIED",
      "MODIFIED,    rev_1, new,  Note,    CONFLICT",
      "REMOVED,     rev_1, old,  Note,    REMOVED",
      "CONFLICT,    rev_1, new,  Leave,",
  })
  void aFileThatIsThereWhereOnlyHashesCount(
      PathState state, String revision, String hash, String decision, PathState after) {
    SyncDecision decided = SyncPolicy.decide(Optional.of(known(state)), present(revision, hash), Basis.HASH);

    assertThat(decided.getClass().getSimpleName()).isEqualTo(decision);
    assertThat(entryOf(decided).map(PathEntry::state)).isEqualTo(Optional.ofNullable(after));
  }

  @ParameterizedTest
  @CsvSource({"PLACEHOLDER", "HYDRATED", "MODIFIED", "CONFLICT"})
  void aFileThatIsNotListedAnyMoreKeepsAllButItsRevision(PathState state) {
    SyncDecision decided =
        SyncPolicy.decide(Optional.of(known(state)), new RemoteFact.Unlisted("/a", true), Basis.HASH);

    assertThat(entryOf(decided)).hasValueSatisfying(after -> {
      assertThat(after.state()).isEqualTo(state);
      assertThat(after.hash()).contains(OLD);
      assertThat(after.revision()).isEmpty();
      assertThat(after.unlisted()).isTrue();
    });
  }

  @ParameterizedTest
  @EnumSource(value = PathState.class, names = {"ADDED", "QUARANTINED"}, mode = EnumSource.Mode.EXCLUDE)
  void aFileThatASecondListingLacksIsMarkedOnceAndTheMarkGoesWhenTheRemoteTellsOfIt(PathState state) {
    Optional<PathEntry> marked =
        entryOf(SyncPolicy.decide(Optional.of(known(state)), new RemoteFact.Unlisted("/a", false), Basis.HASH));

    assertThat(marked).contains(known(state).withUnlisted(true));
    assertThat(SyncPolicy.decide(marked, new RemoteFact.Unlisted("/a", false), Basis.HASH))
        .isEqualTo(new SyncDecision.Leave());
    for (String revision : List.of("rev_4", "rev_5", "rev_6")) {
      for (String hash : List.of("old", "new")) {
        for (Basis basis : Basis.values()) {
          SyncDecision decided = SyncPolicy.decide(marked, present(revision, hash), basis);
          assertThat(entryOf(decided).map(PathEntry::unlisted)).as(revision + " " + hash + " " + basis).contains(false);
        }
      }
    }
  }

  @Test
  void aFileThatTheRemoteNeverHadIsNotMissingThere() {
    assertThat(SyncPolicy.decide(
        Optional.of(known(PathState.ADDED)), new RemoteFact.Unlisted("/a", true), Basis.HASH))
        .isEqualTo(new SyncDecision.Leave());
  }

  @ParameterizedTest
  @CsvSource({
      "PLACEHOLDER, rev_6, Remove", "PLACEHOLDER, rev_4, Leave", "HYDRATED, rev_6, Remove", "HYDRATED, rev_4, Leave",
      "MODIFIED, rev_6, Note", "ADDED, rev_6, Leave", "REMOVED, rev_6, Forget", "CONFLICT, rev_6, Leave",
      "QUARANTINED, rev_6, Forget",
  })
  void aFileThatWasRemovedRemotely(PathState state, String revision, String decision) {
    SyncDecision decided = SyncPolicy.decide(
        Optional.of(known(state)), new RemoteFact.Removed("/a", Optional.of(new Revision(revision))), Basis.REVISION);

    assertThat(decided.getClass().getSimpleName()).isEqualTo(decision);
  }

  @Test
  void aConflictStaysBasedOnTheRevisionThePersonSaw() {
    SyncDecision decided =
        SyncPolicy.decide(Optional.of(known(PathState.MODIFIED)), present("rev_6", "new"), Basis.REVISION);

    assertThat(entryOf(decided).flatMap(PathEntry::revision)).contains(new Revision("rev_5"));
    assertThat(entryOf(decided).flatMap(PathEntry::hash)).contains(OLD);
  }

  @Test
  void anUnknownFileIsCreatedAndAnUnknownRemovalMeansNothing() {
    assertThat(SyncPolicy.decide(Optional.empty(), present("rev_1", "new"), Basis.REVISION))
        .isInstanceOf(SyncDecision.Create.class);
    assertThat(SyncPolicy.decide(Optional.empty(), new RemoteFact.Removed("/a", Optional.empty()), Basis.REVISION))
        .isEqualTo(new SyncDecision.Leave());
  }

  @Test
  void aTrulyEmptyFileIsHydratedFromItsNameAlone() {
    SyncDecision.Create created =
        (SyncDecision.Create) SyncPolicy.decide(Optional.empty(), present("rev_1", "empty"), Basis.REVISION);

    assertThat(created.after().state()).isEqualTo(PathState.HYDRATED);
    assertThat(created.after().size()).isZero();
  }

  @Test
  void aQuarantinedNameIsNotedOnceAndForgottenWithItsRemoval() {
    RemoteFact.Present fact = present("rev_1", "new");
    SyncDecision.Note noted =
        (SyncDecision.Note) SyncPolicy.quarantine(Optional.empty(), "bad", fact, "cannot be held");

    assertThat(noted.after().state()).isEqualTo(PathState.QUARANTINED);
    assertThat(SyncPolicy.quarantine(Optional.of(noted.after()), "bad", fact, "cannot be held"))
        .isEqualTo(new SyncDecision.Leave());
    assertThat(SyncPolicy.quarantine(
        Optional.of(noted.after()), "bad", new RemoteFact.Removed("bad", Optional.empty()), "removed"))
        .isEqualTo(new SyncDecision.Forget());
    assertThat(SyncPolicy.quarantine(Optional.of(known(PathState.HYDRATED)), "/a", fact, "cannot be held"))
        .as("a file that is here is never hidden by a quarantined twin")
        .isEqualTo(new SyncDecision.Leave());
  }

  private static Optional<PathEntry> entryOf(SyncDecision decision) {
    return switch (decision) {
      case SyncDecision.Create(PathEntry after) -> Optional.of(after);
      case SyncDecision.Note(PathEntry after) -> Optional.of(after);
      case SyncDecision.Refresh(PathEntry wanted) -> Optional.of(wanted);
      case SyncDecision.Remove(), SyncDecision.Forget(),SyncDecision.Leave() -> Optional.empty();
    };
  }

  private static PathEntry known(PathState state) {
    return new PathEntry(
        "/a", state, Optional.of(new Revision("rev_5")), Optional.of(OLD), 3, Optional.empty(), Optional.empty(),
        Optional.empty());
  }

  private static RemoteFact.Present present(String revision, String hash) {
    Optional<ContentHash> told = switch (hash) {
      case "old" -> Optional.of(OLD);
      case "new" -> Optional.of(NEW);
      case "empty" -> Optional.of(ContentHash.OF_NOTHING);
      default -> Optional.empty();
    };
    return new RemoteFact.Present("/a", Optional.of(new Revision(revision)), told, 9, Optional.empty());
  }
}
