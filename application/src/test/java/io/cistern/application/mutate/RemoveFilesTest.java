package io.cistern.application.mutate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cistern.application.concurrent.StopSignal;
import io.cistern.application.testing.MemoryFaults;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.manifest.LocalRule;
import io.cistern.domain.manifest.PathEntry;
import io.cistern.domain.manifest.PathState;
import io.cistern.domain.sync.MassRemoval;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RemoveFilesTest {
  private final MutateBench files = MutateBench.holding("/a", "/d/b", "/d/c", "/e.md").alsoPlaceholder("/d/p");

  @Test
  void aRemovedFileLeavesATombstoneOfWhatTheRemoteHas() {
    PathEntry before = files.bench.entry("/a");

    assertThat(files.removed("/a").items()).extracting(ChangedPath::result)
        .containsExactly(new ChangedPath.Result.Done("removed"));

    assertThat(files.bench.mirror().visible("/a")).isEmpty();
    assertThat(files.bench.entry("/a")).isEqualTo(LocalRule.removed(before).orElseThrow());
    assertThat(files.bench.entry("/a").revision()).isEqualTo(before.revision());
    assertThat(files.bench.mirror().trash().kept()).hasSize(1);
  }

  @Test
  void aDirectoryIsRemovedAsAWholeInOneGroup() {
    int appends = files.bench.mirror().appends();

    ChangeReport report = files.removed("/d");

    assertThat(report.done()).isEqualTo(3);
    assertThat(files.bench.mirror().appends()).isEqualTo(appends + 1);
    assertThat(files.bench.states()).containsEntry("/d/p", PathState.REMOVED).containsEntry("/a", PathState.HYDRATED);
    assertThat(files.bench.mirror().visibleNames()).containsExactlyInAnyOrder("/a", "/e.md");
  }

  @Test
  void patternsAndDirectoriesNameAPathOnce() {
    assertThat(files.removed("*.md", "/e.md", "/d/**", "/d").items())
        .extracting(item -> item.path().value()).containsExactly("/d/b", "/d/c", "/d/p", "/e.md");
  }

  @Test
  void whatNobodyKnowsIsTold() {
    ChangeReport report = files.removed("/nothing", "/a", "*.xyz");

    assertThat(report.unmatched()).containsExactly("/nothing", "*.xyz");
    assertThat(report.done()).isEqualTo(1);
    assertThat(files.removed("/a").unmatched()).as("what is removed already").containsExactly("/a");
  }

  @Test
  void anEditThatNobodyHadNoticedGoesToTrashAsItIs() {
    files.bench.mirror().personWrites("/a", "mine");

    assertThat(files.removed("/a").done()).isEqualTo(1);

    files.undone();
    assertThat(files.bench.mirror().visible("/a")).contains("mine");
    assertThat(files.bench.states()).containsEntry("/a", PathState.MODIFIED);
  }

  @Test
  void aPersonWhoIsQuickerKeepsTheFileAsAnEdit() {
    PathEntry seen = files.bench.entry("/a");
    files.bench.mirror().faults().next(MemoryFaults.Point.PUBLISH, 1);

    assertThat(files.removed("/a").unpublished()).isPresent();
    files.bench.mirror().personWrites("/a", "mine");
    files.bench.mirror().commits().catchUp();

    assertThat(files.bench.mirror().visible("/a")).contains("mine");
    assertThat(files.bench.entry("/a").state()).isEqualTo(PathState.MODIFIED);
    assertThat(files.bench.entry("/a").revision()).isEqualTo(seen.revision());
  }

  @Test
  void aMissingFileThatSomebodyRemovesByWordIsRemoved() {
    files.bench.mirror().personRemoves("/a");

    assertThat(files.removed("/a").done()).isEqualTo(1);
    assertThat(files.bench.states()).containsEntry("/a", PathState.REMOVED);
  }

  @Test
  void whatIsNoFileIsLeftAndTheRestIsRemoved() {
    files.bench.mirror().personPuts("/a", "symbolic link");

    ChangeReport report = files.removed("/a", "/e.md");

    assertThat(report.failed()).isEqualTo(1);
    assertThat(report.done()).isEqualTo(1);
    assertThat(files.bench.states()).containsEntry("/a", PathState.HYDRATED);
  }

  @Test
  void manyRemovalsAreRefusedUntilTheirTokenIsGiven() {
    files.mass = new MassRemoval(2, 10);
    RemoveFiles verb = files.removeFiles();
    RemoveFiles.Plan plan = verb.plan(List.of("/d"), new StopSignal());
    String token = plan.token().orElseThrow();

    assertThatThrownBy(() -> verb.remove(List.of("/d"), Optional.of("other"), new StopSignal()))
        .isInstanceOfSatisfying(CisternException.class, refused -> {
          assertThat(refused.failure()).isInstanceOf(Failure.RefusedMassRemoval.class);
          assertThat(refused.failure().message()).contains(token).contains("3 of 5");
        });
    assertThat(files.bench.states()).doesNotContainValue(PathState.REMOVED);
    assertThat(verb.plan(List.of("/d", "/a"), new StopSignal()).token()).as("other paths need another word")
        .isNotEqualTo(plan.token());

    assertThat(verb.remove(List.of("/d"), Optional.of(token), new StopSignal()).done()).isEqualTo(3);
  }

  @Test
  void aPlanChangesNothing() {
    int appends = files.bench.mirror().appends();

    RemoveFiles.Plan plan = files.removeFiles().plan(List.of("/d", "/x"), new StopSignal());

    assertThat(plan.removed()).extracting(PathEntry::name).containsExactly("/d/b", "/d/c", "/d/p");
    assertThat(plan.unmatched()).containsExactly("/x");
    assertThat(files.bench.mirror().appends()).isEqualTo(appends);
  }
}
