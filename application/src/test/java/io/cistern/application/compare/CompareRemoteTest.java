package io.cistern.application.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cistern.application.concurrent.StopSignal;
import io.cistern.application.port.Progress;
import io.cistern.application.testing.Bench;
import io.cistern.application.testing.InMemoryMirror;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.health.Finding;
import io.cistern.domain.time.Deadline;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CompareRemoteTest {
  private final Bench bench = new Bench();
  private final List<Finding> findings = new ArrayList<>();

  @Test
  void whatIsTheSameIsNoFindingWhateverItsRevision() {
    bench.remote().put("/a", "a");
    bench.remote().put("/d/b", "b");
    bench.cloned();
    bench.remote().put("/a", "a");

    assertThat(compared()).isEqualTo(new Comparison(2, 0));
    assertThat(findings).isEmpty();
  }

  @Test
  void tellsEachDifferenceOnceAndChangesNothing() {
    for (String name : List.of("/changed", "/d/gone", "/d/same", "/e/deep/gone")) {
      bench.remote().put(name, name);
    }
    bench.cloned();
    bench.remote().put("/changed", "newer");
    bench.remote().delete("/d/gone");
    bench.remote().delete("/e/deep/gone");
    bench.remote().put("/new", "new");
    int appends = bench.mirror().appends();

    assertThat(compared()).isEqualTo(new Comparison(3, 4));
    assertThat(findings).containsExactlyInAnyOrder(
        new Finding.OtherVersion("/changed"), new Finding.NotListed("/d/gone"), new Finding.UnknownHere("/new"),
        new Finding.NotListed("/e/deep/gone"));
    assertThat(bench.mirror().appends()).isEqualTo(appends);
    assertThat(bench.remote().requests("file")).isZero();
  }

  @Test
  void looksOnlyAtWhatIsNamed() {
    bench.remote().put("/a", "a");
    bench.remote().put("/d/b", "b");
    bench.remote().put("/dd/c", "c");
    bench.cloned();
    for (String name : List.of("/a", "/d/b", "/dd/c")) {
      bench.remote().put(name, "newer");
    }

    assertThat(compared("/d")).isEqualTo(new Comparison(1, 1));
    assertThat(compared("/a")).isEqualTo(new Comparison(1, 1));
    assertThat(findings).containsExactly(new Finding.OtherVersion("/d/b"), new Finding.OtherVersion("/a"));
  }

  @Test
  void aForgottenCursorStartsTheDirectoryOverAndTellsNothingTwice() {
    for (int i = 0; i < 9; i++) {
      bench.remote().put("/" + i, "old");
    }
    bench.cloned();
    for (int i = 0; i < 9; i++) {
      bench.remote().put("/" + i, "new");
    }
    bench.remote().pageSize(3);
    int[] pages = {0};
    bench.remote().beforeEach(request -> {
      if (request.endpoint().equals("tree") && ++pages[0] == 2) {
        bench.remote().delete("/2");
      }
    });

    assertThat(compared()).isEqualTo(new Comparison(9, 9));
    assertThat(findings).extracting(Finding::name).doesNotHaveDuplicates().hasSize(9);
  }

  @Test
  void aWorkspaceOfTooManyDirectoriesEndsIt() {
    for (int i = 0; i < 6; i++) {
      bench.remote().put("/d" + i + "/f", "f");
    }
    bench.cloned();

    assertThatThrownBy(() -> compare(5)).isInstanceOfSatisfying(
        CisternException.class,
        ended -> assertThat(ended.failure()).isInstanceOf(Failure.BootstrapTooLarge.class));
  }

  private Comparison compared(String... names) {
    return compare(100, names);
  }

  private Comparison compare(int maxDirectories, String... names) {
    return new CompareRemote(bench.remote(), bench.mirror().reader(), InMemoryMirror.identity(), 2, maxDirectories)
        .compare(List.of(names), Deadline.NEVER, findings::add, Progress.silent(), new StopSignal());
  }
}
