package io.cistern.domain.change;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.domain.manifest.Memo;
import io.cistern.domain.manifest.PathEntry;
import io.cistern.domain.manifest.PathState;
import io.cistern.domain.publish.Expected;
import io.cistern.domain.workspace.ContentHash;
import io.cistern.domain.workspace.Revision;
import io.cistern.domain.workspace.WorkspacePath;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class AddPolicyTest {
  private static final WorkspacePath PATH = WorkspacePath.parse("/a").orElseThrow();
  private static final ContentHash REMOTE = new ContentHash(1, 1, 1, 1);
  private static final ContentHash NEW = new ContentHash(2, 2, 2, 2);
  private static final ContentHash OTHER = new ContentHash(3, 3, 3, 3);
  private static final Memo MEMO = new Memo(5, 4, 3, 2, false);
  private static final Memo LATER = new Memo(5, 4, 9, 9, false);
  private static final OnDisk ABSENT = new OnDisk.Absent();
  private static final OnDisk PLACEHOLDER = new OnDisk.Content(MEMO, true, ContentHash.OF_NOTHING);

  @Test
  void aNameNobodyHasIsAddedAndHasNoRevision() {
    assertThat(add(Optional.empty(), ABSENT, NEW)).isInstanceOfSatisfying(AddDecision.Publish.class, publish -> {
      assertThat(publish.expected()).isEqualTo(new Expected.Absent());
      assertThat(publish.after().state()).isEqualTo(PathState.ADDED);
      assertThat(publish.after().revision()).isEmpty();
      assertThat(publish.after().hash()).isEmpty();
      assertThat(publish.after().size()).isEqualTo(7);
      assertThat(publish.replaces()).isFalse();
    });
  }

  @Test
  void otherBytesOverAPlaceholderAreAChangeBasedOnItsRevision() {
    assertThat(add(known(PathState.PLACEHOLDER), PLACEHOLDER, NEW))
        .isEqualTo(new AddDecision.Publish(new Expected.Placeholder(), after(PathState.MODIFIED), true));
  }

  @Test
  void theRemotesOwnBytesFillAPlaceholder() {
    assertThat(add(known(PathState.PLACEHOLDER), PLACEHOLDER, REMOTE))
        .isEqualTo(new AddDecision.Publish(new Expected.Placeholder(), after(PathState.HYDRATED), true));
  }

  @Test
  void otherBytesOverCleanContentReplaceIt() {
    assertThat(add(known(PathState.HYDRATED), content(REMOTE), NEW)).isEqualTo(
        new AddDecision.Publish(
            new Expected.Content(REMOTE, Optional.of(MEMO)), after(PathState.MODIFIED), true));
  }

  @Test
  void whatIsThereAlreadyIsKnown() {
    assertThat(add(known(PathState.HYDRATED), content(REMOTE), REMOTE)).isEqualTo(new AddDecision.Known());
    assertThat(add(noticed(PathState.MODIFIED), content(OTHER), OTHER)).isEqualTo(new AddDecision.Known());
    assertThat(add(noticed(PathState.ADDED), content(OTHER), OTHER)).isEqualTo(new AddDecision.Known());
  }

  @ParameterizedTest
  @EnumSource(names = {"PLACEHOLDER", "HYDRATED", "MODIFIED", "ADDED", "REMOVED"})
  void aPersonsEditThatNobodyLookedAtKeepsTheNameAndIsWrittenDown(PathState state) {
    assertThat(add(known(state), new OnDisk.Content(LATER, false, OTHER), NEW))
        .isInstanceOfSatisfying(AddDecision.Edited.class, edited -> {
          PathEntry note = edited.note().orElseThrow();
          assertThat(note.state()).isEqualTo(state == PathState.ADDED ? state : PathState.MODIFIED);
          assertThat(note.memo()).contains(LATER);
          assertThat(note.hash()).isEqualTo(known(state).orElseThrow().hash());
        });
  }

  @Test
  void aFileThatWasNeverAddedKeepsTheName() {
    assertThat(add(Optional.empty(), content(OTHER), NEW)).isEqualTo(new AddDecision.Edited(Optional.empty()));
  }

  @ParameterizedTest
  @EnumSource(names = {"MODIFIED", "ADDED"})
  void anEditThatIsWrittenDownIsReplacedKnowingly(PathState state) {
    assertThat(add(noticed(state), content(OTHER), NEW)).isEqualTo(
        new AddDecision.Publish(new Expected.Content(OTHER, Optional.of(MEMO)), after(state), true));
  }

  @Test
  void theRemotesBytesTakeAnEditBack() {
    assertThat(add(noticed(PathState.MODIFIED), content(OTHER), REMOTE)).isInstanceOfSatisfying(
        AddDecision.Publish.class, publish -> assertThat(publish.after()).isEqualTo(after(PathState.HYDRATED)));
  }

  @Test
  void aFileThatLiesAtItsPlaceIsRegisteredWithoutACopy() {
    assertThat(inPlace(Optional.empty(), content(NEW), NEW)).isInstanceOfSatisfying(
        AddDecision.Register.class, register -> {
          assertThat(register.after().state()).isEqualTo(PathState.ADDED);
          assertThat(register.after().memo()).contains(MEMO);
          assertThat(register.replaces()).isFalse();
        });
    assertThat(inPlace(known(PathState.HYDRATED), content(NEW), NEW)).isEqualTo(
        new AddDecision.Register(after(PathState.MODIFIED).withMemo(Optional.of(MEMO)), true));
    assertThat(inPlace(known(PathState.PLACEHOLDER), PLACEHOLDER, ContentHash.OF_NOTHING))
        .isEqualTo(new AddDecision.Known());
    assertThat(inPlace(Optional.empty(), ABSENT, NEW)).isInstanceOf(AddDecision.Refused.class);
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = {"CONFLICT", "QUARANTINED"})
  void whereNothingLiesAnyMoreTheContentComes(PathState state) {
    assertThat(add(known(state), ABSENT, NEW)).isInstanceOfSatisfying(AddDecision.Publish.class, publish -> {
      assertThat(publish.expected()).isEqualTo(new Expected.Absent());
      assertThat(publish.replaces()).isEqualTo(state != PathState.REMOVED);
    });
  }

  @Test
  void aConflictWaitsForAPersonAndAQuarantinedNameIsTaken() {
    assertThat(add(known(PathState.CONFLICT), content(OTHER), NEW))
        .isInstanceOfSatisfying(
            AddDecision.Refused.class, refused -> assertThat(refused.reason()).isEqualTo(Refusal.IN_CONFLICT));
    assertThat(add(known(PathState.QUARANTINED), ABSENT, NEW))
        .isInstanceOfSatisfying(
            AddDecision.Refused.class, refused -> assertThat(refused.reason()).isEqualTo(Refusal.NAME_TAKEN));
    assertThat(add(Optional.empty(), new OnDisk.NoFile("directory"), NEW))
        .isEqualTo(new AddDecision.Refused(Refusal.NAME_TAKEN, "the name is held by a directory"));
  }

  private static AddDecision add(Optional<PathEntry> known, OnDisk disk, ContentHash hash) {
    return AddPolicy.decide(new AddPolicy.Wanted(PATH, hash, 7, false), known, disk);
  }

  private static AddDecision inPlace(Optional<PathEntry> known, OnDisk disk, ContentHash hash) {
    return AddPolicy.decide(new AddPolicy.Wanted(PATH, hash, 7, true), known, disk);
  }

  private static OnDisk content(ContentHash hash) {
    return new OnDisk.Content(MEMO, false, hash);
  }

  private static Optional<PathEntry> known(PathState state) {
    return Optional.of(entry(state, 3));
  }

  private static Optional<PathEntry> noticed(PathState state) {
    return known(state).map(entry -> entry.withMemo(Optional.of(MEMO)));
  }

  private static PathEntry after(PathState state) {
    return entry(state, 7);
  }

  /** What was only added here has nothing of the remote's. */
  private static PathEntry entry(PathState state, long size) {
    boolean remote = state != PathState.ADDED;
    return new PathEntry(
        "/a", state, remote ? Optional.of(new Revision("rev_1")) : Optional.empty(),
        remote ? Optional.of(REMOTE) : Optional.empty(), size, Optional.empty(), Optional.empty(), Optional.empty());
  }
}
