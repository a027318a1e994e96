package io.cistern.domain.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.domain.manifest.Memo;
import io.cistern.domain.manifest.PathEntry;
import io.cistern.domain.manifest.PathState;
import io.cistern.domain.publish.YieldRule.Holder;
import io.cistern.domain.workspace.ContentHash;
import io.cistern.domain.workspace.Revision;
import io.cistern.domain.workspace.WorkspacePath;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class YieldRuleTest {
  private static final WorkspacePath PATH = WorkspacePath.parse("/a").orElseThrow();
  private static final ContentHash OLD = new ContentHash(1, 1, 1, 1);
  private static final ContentHash NEW = new ContentHash(2, 2, 2, 2);
  private static final Target BYTES = new Target.Bytes(new StagedContent("s", NEW, 3, 7, 9));
  private static final Optional<Memo> MEMO = Optional.of(new Memo(5, 4, 3, 2, false));

  @Test
  void anEditOfAPlaceholderIsAModificationOfTheRevisionThePersonSaw() {
    Publication hydration = new Publication(PATH, new Expected.Placeholder(), BYTES);

    Optional<PathEntry> entry = yielded(hydration, PathState.PLACEHOLDER, Holder.FILE, Optional.empty());

    assertThat(entry).get().isEqualTo(entry("rev_1", OLD, PathState.MODIFIED).withMemo(MEMO));
  }

  @Test
  void anEditThatMeetsARemoteUpdateIsAConflictBasedOnTheOldRevision() {
    Publication update = new Publication(PATH, new Expected.Content(OLD, Optional.empty()), BYTES);

    Optional<PathEntry> entry = yielded(update, PathState.HYDRATED, Holder.FILE, Optional.empty());

    assertThat(entry).get().extracting(PathEntry::state).isEqualTo(PathState.CONFLICT);
    assertThat(entry).get().extracting(PathEntry::revision).isEqualTo(Optional.of(new Revision("rev_1")));
  }

  @Test
  void anEditThatMeetsARemoteRemovalIsAConflict() {
    Publication removal = new Publication(PATH, new Expected.Content(OLD, Optional.empty()), new Target.Nothing());

    Optional<PathEntry> entry = YieldRule.entry(
        removal, Optional.of(entry("rev_1", OLD, PathState.HYDRATED)), Optional.empty(), Holder.FILE, MEMO,
        Optional.empty());

    assertThat(entry).get().extracting(PathEntry::state).isEqualTo(PathState.CONFLICT);
  }

  @Test
  void aMissingFileIsNeverADelete() {
    Publication hydration = new Publication(PATH, new Expected.Placeholder(), BYTES);

    Optional<PathEntry> entry = yielded(hydration, PathState.PLACEHOLDER, Holder.NOBODY, Optional.empty());

    assertThat(entry).get().extracting(PathEntry::state).isEqualTo(PathState.PLACEHOLDER);
    assertThat(entry).get().extracting(PathEntry::reason).isEqualTo(Optional.of("removed here"));
  }

  @Test
  void aNameTheSystemDoesNotLetUsSwitchStaysWhatItWas() {
    Publication hydration = new Publication(PATH, new Expected.Placeholder(), BYTES);

    Optional<PathEntry> entry = yielded(hydration, PathState.PLACEHOLDER, Holder.UNTOUCHED, Optional.empty());

    assertThat(entry).get().extracting(PathEntry::state).isEqualTo(PathState.PLACEHOLDER);
    assertThat(entry).get().matches(YieldRule::saysNotWritable);
  }

  @Test
  void aDirectoryUnderTheNameIsAConflict() {
    Publication hydration = new Publication(PATH, new Expected.Placeholder(), BYTES);

    Optional<PathEntry> entry = yielded(hydration, PathState.PLACEHOLDER, Holder.NO_FILE, Optional.empty());

    assertThat(entry).get().extracting(PathEntry::state).isEqualTo(PathState.CONFLICT);
  }

  @Test
  void bytesKeptBesideTheNameAreNamedInTheConflict() {
    Publication update = new Publication(PATH, new Expected.Content(OLD, Optional.empty()), BYTES);

    Optional<PathEntry> entry = yielded(update, PathState.HYDRATED, Holder.FILE, Optional.of("a.conflict-7"));

    assertThat(entry).get().extracting(PathEntry::state).isEqualTo(PathState.CONFLICT);
    assertThat(entry.orElseThrow().reason().orElseThrow()).contains("a.conflict-7");
    assertThat(entry).get().extracting(PathEntry::revision).isEqualTo(Optional.of(new Revision("rev_2")));
  }

  @Test
  void anEditThatMeetsAGivingBackIsAModificationOfWhatWasHere() {
    PathEntry here = entry("rev_1", OLD, PathState.HYDRATED);

    Optional<PathEntry> entry = YieldRule.entry(
        givingBack(), Optional.of(here), Optional.of(here.withState(PathState.PLACEHOLDER)), Holder.FILE, MEMO,
        Optional.empty());

    assertThat(entry).get().isEqualTo(entry("rev_1", OLD, PathState.MODIFIED).withMemo(MEMO));
  }

  @Test
  void anEditThatMeetsANewerRevisionWithoutRoomIsAConflictBasedOnTheOldOne() {
    Optional<PathEntry> entry = yielded(givingBack(), PathState.HYDRATED, Holder.FILE, Optional.empty());

    assertThat(entry).get().extracting(PathEntry::state).isEqualTo(PathState.CONFLICT);
    assertThat(entry).get().extracting(PathEntry::revision).isEqualTo(Optional.of(new Revision("rev_1")));
  }

  @Test
  void anEditThatWasDisplacedByAGivingBackIsAConflictAndNoWordOfTheRemote() {
    Optional<PathEntry> entry = yielded(givingBack(), PathState.HYDRATED, Holder.FILE, Optional.of("a.conflict-7"));

    assertThat(entry).get().extracting(PathEntry::state).isEqualTo(PathState.CONFLICT);
    assertThat(entry.orElseThrow().reason().orElseThrow()).contains("a.conflict-7").doesNotContain("remotely");
  }

  private static Publication givingBack() {
    StagedContent placeholder = new StagedContent("s", ContentHash.OF_NOTHING, 0, 7, 9);
    return new Publication(PATH, new Expected.Content(OLD, Optional.empty()), new Target.Dehydrated(placeholder));
  }

  @Test
  void flawF18AMoveThatYieldsNeverShowsItsTarget() {
    Publication arrival = new Publication(
        PATH, new Expected.Absent(),
        new Target.MovedFrom(WorkspacePath.parse("/b").orElseThrow(), new Expected.Content(OLD, MEMO)));
    Optional<PathEntry> after = Optional.of(entry("rev_1", OLD, PathState.ADDED));
    for (Holder holder : Holder.values()) {
      assertThat(YieldRule.entry(arrival, Optional.empty(), after, holder, MEMO, Optional.empty()))
          .as(holder.name()).isEmpty();
    }
    Optional<PathEntry> tombstone = Optional.of(entry("rev_1", OLD, PathState.REMOVED));
    assertThat(YieldRule.entry(arrival, tombstone, after, Holder.NOBODY, MEMO, Optional.empty())).isEqualTo(tombstone);
    assertThat(YieldRule.entry(arrival, tombstone, after, Holder.FILE, MEMO, Optional.empty())).get()
        .extracting(PathEntry::state).isEqualTo(PathState.MODIFIED);
  }

  @Test
  void flawF18AMoveThatYieldsLeavesItsSourceAsItIs() {
    Publication departure = new Publication(
        PATH, new Expected.Content(OLD, MEMO), new Target.MovedTo(WorkspacePath.parse("/b").orElseThrow()));
    Optional<PathEntry> before = Optional.of(entry("rev_1", OLD, PathState.HYDRATED));
    Optional<PathEntry> after = Optional.of(entry("rev_1", OLD, PathState.REMOVED));

    assertThat(YieldRule.entry(departure, before, after, Holder.UNTOUCHED, MEMO, Optional.empty())).isEqualTo(before);
    assertThat(YieldRule.entry(departure, before, after, Holder.FILE, MEMO, Optional.empty())).get()
        .isEqualTo(entry("rev_1", OLD, PathState.MODIFIED));
    assertThat(YieldRule.entry(departure, before, after, Holder.NOBODY, MEMO, Optional.empty())).get()
        .isEqualTo(entry("rev_1", OLD, PathState.HYDRATED).withReason(Optional.of("removed here")));
  }

  @Test
  void aFileThatIsThereBeforeAnUndoBringsItsOwnIsAnEditOrANewFileAndNoConflict() {
    Publication back = new Publication(PATH, new Expected.Absent(), BYTES);
    Optional<PathEntry> tombstone = Optional.of(entry("rev_1", OLD, PathState.REMOVED));

    assertThat(YieldRule.entry(
        back, tombstone, Optional.of(entry("rev_1", OLD, PathState.HYDRATED)), Holder.FILE, MEMO, Optional.empty()))
        .contains(entry("rev_1", OLD, PathState.MODIFIED));
    assertThat(YieldRule.entry(
        back, Optional.empty(), Optional.of(entry("rev_1", OLD, PathState.ADDED)), Holder.FILE, MEMO,
        Optional.empty()))
        .contains(entry("rev_1", OLD, PathState.ADDED));
  }

  @Test
  void anEditThatMeetsARemovalMadeHereStaysAnEdit() {
    Publication removal = new Publication(PATH, new Expected.Content(OLD, Optional.empty()), new Target.Nothing());
    Optional<PathEntry> tombstone = Optional.of(entry("rev_1", OLD, PathState.REMOVED));

    assertThat(YieldRule.entry(
        removal, Optional.of(entry("rev_1", OLD, PathState.HYDRATED)), tombstone, Holder.FILE, MEMO, Optional.empty()))
        .contains(entry("rev_1", OLD, PathState.MODIFIED));
    assertThat(YieldRule.entry(
        removal, Optional.of(entry("rev_1", OLD, PathState.ADDED)), Optional.empty(), Holder.FILE, MEMO,
        Optional.empty()))
        .contains(entry("rev_1", OLD, PathState.ADDED));
  }

  private static Optional<PathEntry> yielded(
      Publication publication, PathState before, Holder holder, Optional<String> copy) {
    return YieldRule.entry(
        publication, Optional.of(entry("rev_1", OLD, before)),
        Optional.of(entry("rev_2", NEW, PathState.HYDRATED)), holder, MEMO, copy);
  }

  private static PathEntry entry(String revision, ContentHash hash, PathState state) {
    return new PathEntry(
        PATH.value(), state, Optional.of(new Revision(revision)), Optional.of(hash), 3, Optional.empty(),
        Optional.empty(), Optional.empty());
  }
}
