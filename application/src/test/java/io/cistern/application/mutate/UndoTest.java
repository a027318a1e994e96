package io.cistern.application.mutate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cistern.application.inspect.VerifyRequest;
import io.cistern.application.testing.MemoryFaults;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.manifest.PathState;
import io.cistern.domain.sync.MassRemoval;
import io.cistern.domain.trash.TrashRule;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class UndoTest {
  private final MutateBench files = MutateBench.holding("/a", "/d/b", "/d/c").alsoPlaceholder("/d/p");

  @Test
  void aRemovalIsTakenBackAsAWholeAndThenMadeAgain() {
    files.removed("/d");

    assertThat(files.undone().done()).isEqualTo(3);
    assertThat(files.bench.mirror().visible("/d/b")).contains("content of /d/b");
    assertThat(files.bench.states()).containsEntry("/d/b", PathState.HYDRATED).containsEntry("/d/p",
        PathState.PLACEHOLDER);
    assertThat(files.bench.mirror().trash().kept()).as("what came back").extracting(kept -> kept.size())
        .allMatch(size -> size == 0);

    assertThat(files.undone().done()).as("an undo is taken back, too").isEqualTo(3);
    assertThat(files.bench.states()).containsEntry("/d/b", PathState.REMOVED).containsEntry("/d/p", PathState.REMOVED);
    assertThat(files.bench.mirror().visibleNames()).containsExactly("/a");

    files.undone();
    assertThat(files.bench.mirror().visible("/d/c")).contains("content of /d/c");
  }

  @Test
  void aMoveIsTakenBack() {
    files.moved("/a", "/x/y");

    assertThat(files.undone().done()).isEqualTo(1);

    assertThat(files.bench.mirror().visible("/a")).contains("content of /a");
    assertThat(files.bench.states()).containsEntry("/a", PathState.HYDRATED).doesNotContainKey("/x/y");
    files.undone();
    assertThat(files.bench.mirror().visible("/x/y")).contains("content of /a");
    assertThat(files.bench.states()).containsEntry("/x/y", PathState.ADDED).containsEntry("/a", PathState.REMOVED);
  }

  @Test
  void aRemovalOfSeveralGroupsIsTakenBackAsAWholeAndMadeAgain() {
    MutateBench many = many();
    many.bench.mirror().faults().next(MemoryFaults.Point.APPEND, 1); // too much at once for a full disk
    long before = many.bench.mirror().manifest().at().number();
    assertThat(many.removed("/many").done()).isEqualTo(150);
    assertThat(many.bench.mirror().manifest().at().number()).as("groups").isEqualTo(before + 3);

    assertThat(many.undone().done()).isEqualTo(150);
    assertThat(many.bench.states().values()).hasSize(150).containsOnly(PathState.HYDRATED);

    assertThat(many.undone().done()).isEqualTo(150);
    assertThat(many.bench.mirror().visibleNames()).isEmpty();
  }

  @Test
  void aGroupOfSeveralIsTakenBackAloneByItsNumber() {
    MutateBench many = many();
    many.bench.mirror().faults().next(MemoryFaults.Point.APPEND, 1);
    many.removed("/many");

    assertThat(many.undone(many.bench.mirror().manifest().at().number()).done()).isEqualTo(150 - 2 * 64);
    assertThat(many.undone(many.bench.mirror().manifest().at().number() - 2).done()).isEqualTo(64);
  }

  @Test
  void whatWasDoneOfARemovalThatBrokeOffIsTakenBack() {
    MutateBench many = many();
    many.bench.mirror().faults().next(MemoryFaults.Point.APPEND, 1);
    int[] commits = {0};
    many.bench.mirror().commits().between(() -> {
      if (++commits[0] == 3) { // caught up, failed as a whole, one group
        many.bench.mirror().faults().next(MemoryFaults.Point.APPEND, 1);
      }
    });
    assertThatThrownBy(() -> many.removed("/many")).isInstanceOf(CisternException.class);
    assertThat(many.bench.mirror().visibleNames()).hasSize(150 - 64);

    assertThat(many.undone().done()).isEqualTo(64);

    assertThat(many.bench.states().values()).hasSize(150).containsOnly(PathState.HYDRATED);
  }

  @Test
  void whatIsTooMuchForOneGroupIsTakenBackInSeveral() {
    MutateBench many = many();
    many.removed("/many");
    long before = many.bench.mirror().manifest().at().number();

    assertThat(many.undo(40).undo(Optional.empty()).done()).isEqualTo(150);

    assertThat(many.bench.mirror().manifest().at().number()).as("groups").isEqualTo(before + 4);
    assertThat(many.bench.states().values()).containsOnly(PathState.HYDRATED);
    assertThat(many.undone().done()).as("and that as a whole, too").isEqualTo(150);
    assertThat(many.bench.mirror().visibleNames()).isEmpty();
  }

  private static MutateBench many() {
    MutateBench many = MutateBench.holding(
        IntStream.range(0, 150).mapToObj("/many/f%03d"::formatted).toArray(String[]::new));
    many.mass = new MassRemoval(1000, 100);
    return many;
  }

  @Test
  void aFileThatTheRemoteRemovedComesBackAsALocalOne() {
    files.bench.remote().delete("/a");
    files.bench.cloned();
    assertThat(files.bench.states()).doesNotContainKey("/a");

    assertThat(files.undone().done()).isEqualTo(1);

    assertThat(files.bench.mirror().visible("/a")).contains("content of /a");
    assertThat(files.bench.states()).containsEntry("/a", PathState.ADDED);
  }

  @Test
  void anOlderOperationIsTakenBackByItsNumber() {
    files.removed("/a");
    long first = files.bench.mirror().manifest().at().number();
    files.removed("/d/b");

    assertThat(files.undone(first).done()).isEqualTo(1);

    assertThat(files.bench.states()).containsEntry("/a", PathState.HYDRATED).containsEntry("/d/b", PathState.REMOVED);
  }

  @Test
  void whatWasChangedSinceIsNotOverwritten() {
    files.removed("/a");
    long removal = files.bench.mirror().manifest().at().number();
    files.bench.mirror().personWrites("/a", "mine");
    refused(removal, Failure.LocalIo.class, "something has the name now");
    assertThat(files.bench.mirror().visible("/a")).contains("mine");
    files.bench.mirror().personRemoves("/a");
    files.undone();
    refused(removal, Failure.LocalIo.class, "changed since #" + removal);
    files.removed("/a");
    refused(removal, Failure.LocalIo.class, "changed since #" + removal);
  }

  @Test
  void anEditOfWhatAnOperationLeftIsNotOverwritten() {
    files.moved("/a", "/b");
    files.bench.mirror().personWrites("/b", "mine");

    refused(files.bench.mirror().manifest().at().number(), Failure.LocalIo.class, "/b: it was changed since");

    assertThat(files.bench.mirror().visible("/b")).contains("mine");
  }

  @Test
  void whatIsNotInTrashAnyMoreIsSaid() {
    files.removed("/a");
    files.trash = new TrashRule(Duration.ofDays(1), 1000);
    assertThat(files.tidied()).isZero();
    files.bench.clock().advance(Duration.ofDays(2));
    assertThat(files.tidied()).isEqualTo(1);

    refused(files.bench.mirror().manifest().at().number(), Failure.LocalIo.class, "is not in trash");
    assertThat(files.bench.states()).containsEntry("/a", PathState.REMOVED);
  }

  @Test
  void aNumberThatIsNoOperationIsSaid() {
    refused(1, Failure.Usage.class, "#1 is nothing that was done here");
    refused(999, Failure.Usage.class, "there is no #999");
    assertThatThrownBy(() -> files.undo().undo(Optional.empty())).hasMessageContaining("nothing to take back");
  }

  @Test
  void aPlanChangesNothingAndSaysWhatWouldHappen() {
    files.removed("/d");
    int appends = files.bench.mirror().appends();

    Undo.Plan plan = files.undo().plan(Optional.empty());

    assertThat(plan.of()).isEqualTo(files.bench.mirror().manifest().at());
    assertThat(plan.paths()).extracting(step -> step.path().value() + " " + step.what())
        .containsExactly("/d/b restored", "/d/c restored", "/d/p restored");
    assertThat(files.bench.mirror().appends()).isEqualTo(appends);
    assertThat(files.bench.mirror().stagedNames()).isEmpty();
  }

  @Test
  void aLookBetweenDoesNotStandInTheWay() {
    files.moved("/a", "/b");
    files.bench.verified(VerifyRequest.ALL);

    assertThat(files.undone().done()).isEqualTo(1);
  }

  private void refused(long which, Class<? extends Failure> kind, String why) {
    assertThatThrownBy(() -> files.undone(which)).isInstanceOfSatisfying(CisternException.class, refused -> {
      assertThat(refused.failure()).isInstanceOf(kind);
      assertThat(refused.failure().message()).contains(why);
    });
  }
}
