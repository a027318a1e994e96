package io.cistern.domain.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.domain.manifest.Memo;
import io.cistern.domain.manifest.PathEntry;
import io.cistern.domain.manifest.PathState;
import io.cistern.domain.publish.YieldRule.Holder;
import io.cistern.domain.workspace.ContentHash;
import io.cistern.domain.workspace.Revision;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LocalYieldTest {
  private static final Optional<Memo> MEMO = Optional.of(new Memo(5, 4, 3, 2, false));

  @Test
  void aFileThatAPersonPutWhereContentWasToBeAddedStaysUnknown() {
    assertThat(yielded(Optional.empty(), Holder.FILE, Optional.empty())).isEmpty();
    assertThat(yielded(Optional.empty(), Holder.NOBODY, Optional.empty())).isEmpty();
    assertThat(yielded(Optional.empty(), Holder.NO_FILE, Optional.empty())).isEmpty();
  }

  @Test
  void anEditOfWhatWasToBeReplacedIsAModificationAndNoConflict() {
    Optional<PathEntry> entry =
        yielded(Optional.of(entry(PathState.HYDRATED)), Holder.FILE, Optional.empty());

    assertThat(entry).contains(entry(PathState.MODIFIED).withSize(4).withMemo(MEMO));
    assertThat(yielded(Optional.of(entry(PathState.ADDED)), Holder.FILE, Optional.empty()))
        .get().extracting(PathEntry::state).isEqualTo(PathState.ADDED);
  }

  @Test
  void twoLocalVersionsAreBothKeptAndTold() {
    Optional<PathEntry> entry =
        yielded(Optional.of(entry(PathState.HYDRATED)), Holder.FILE, Optional.of("a.conflict-7"));

    assertThat(entry).get().extracting(PathEntry::state).isEqualTo(PathState.CONFLICT);
    assertThat(entry.orElseThrow().reason().orElseThrow()).contains("a.conflict-7");
  }

  @Test
  void aNameThatCouldNotBeSwitchedStaysWhatItWas() {
    assertThat(yielded(Optional.of(entry(PathState.HYDRATED)), Holder.UNTOUCHED, Optional.empty()))
        .contains(entry(PathState.HYDRATED));
    assertThat(yielded(Optional.of(entry(PathState.HYDRATED)), Holder.NOBODY, Optional.empty()))
        .get().extracting(PathEntry::reason).isEqualTo(Optional.of("removed here"));
  }

  private static Optional<PathEntry> yielded(Optional<PathEntry> before, Holder holder, Optional<String> copy) {
    return LocalYield.entry(before, Optional.of(entry(PathState.MODIFIED)), holder, MEMO, copy);
  }

  private static PathEntry entry(PathState state) {
    return new PathEntry(
        "/a", state, Optional.of(new Revision("rev_1")), Optional.of(new ContentHash(1, 1, 1, 1)), 3,
        Optional.empty(), Optional.empty(), Optional.empty());
  }
}
