package io.cistern.application.clone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cistern.application.listing.ListingGuard;
import io.cistern.application.testing.Bench;
import io.cistern.application.testing.InMemoryMirror;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.manifest.PathState;
import io.cistern.domain.sync.NamePolicy;
import io.cistern.domain.workspace.Folding;
import io.cistern.domain.workspace.Revision;
import io.cistern.domain.workspace.TreeCursor;
import io.cistern.domain.workspace.TreeEntry;
import io.cistern.domain.workspace.TreePage;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostileRemoteTest {
  private final Bench bench = new Bench();

  @ParameterizedTest
  @ValueSource(strings = {
      "/../etc/passwd", "/a/../../b", "//x", "/a//b", "/./x", "/", "", "x", "/x/", "/.cistern", "/.CISTERN/config.toml",
      "/nul\0l", "/half\uD800pair"})
  void aNameThatIsNoPathIsSetAsideAndBlocksNobody(String name) {
    bench.remote().addRow(name);
    bench.remote().put("/good", "good");

    bench.cloned();

    assertThat(bench.mirror().visibleNames()).containsExactly("/good");
    assertThat(bench.states()).containsEntry(NamePolicy.key(name), PathState.QUARANTINED);
    assertThat(bench.mirror().manifest().bootstrap().complete()).isTrue();
  }

  @Test
  void aNameTooLongForADirectoryIsSetAside() {
    String longName = "/" + "ä".repeat(128);
    bench.remote().put(longName, "long");
    bench.remote().put("/" + "x".repeat(255), "fits");

    bench.cloned();

    assertThat(bench.states().values()).containsExactlyInAnyOrder(PathState.QUARANTINED, PathState.PLACEHOLDER);
    assertThat(bench.entry(longName).state()).isEqualTo(PathState.QUARANTINED);
  }

  @Test
  void aHugeNameIsRememberedByAShortKey() {
    bench.remote().addRow("/" + "x".repeat(100_000));

    bench.cloned();

    assertThat(bench.states().keySet()).allSatisfy(
        name -> assertThat(name.length()).isLessThanOrEqualTo(NamePolicy.MAX_KEY_CHARS));
  }

  @Test
  void ofAFileAndADirectoryTheDirectoryKeepsTheName() {
    bench.remote().put("/a", "file");
    bench.remote().put("/a/b", "below");

    bench.cloned();

    assertThat(bench.states()).isEqualTo(Map.of("/a", PathState.QUARANTINED, "/a/b", PathState.PLACEHOLDER));
    assertThat(bench.mirror().visibleNames()).containsExactly("/a/b");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/a/../b", "/a//b", "/a/", "/a/nul\0l", "/a/\uDC00"})
  void aNameThatCannotBeHeldMakesNoDirectoryOfTheFileAboveIt(String name) {
    bench.remote().put("/a", "file");
    bench.remote().addRow(name);

    bench.cloned();

    assertThat(bench.states()).containsEntry("/a", PathState.PLACEHOLDER);
  }

  @Test
  void theDirectoryKeepsTheNameAlsoWhenItComesPagesLater() {
    bench.remote().pageSize(1);
    bench.remote().put("/a", "file");
    bench.remote().put("/a-b", "between");
    bench.remote().put("/a/b", "below");

    bench.cloned();

    assertThat(bench.states()).containsEntry("/a", PathState.QUARANTINED).containsEntry("/a/b", PathState.PLACEHOLDER);
    assertThat(bench.mirror().visibleNames()).containsExactlyInAnyOrder("/a-b", "/a/b");
  }

  @Test
  void aLocalEditIsNeverMovedOutOfTheWayOfADirectory() {
    bench.remote().pageSize(1);
    bench.remote().put("/a", "file");
    bench.remote().put("/a-b", "between");
    bench.remote().put("/a/b", "below");
    bench.remote().beforeEach(request -> {
      if (bench.remote().requests("tree") == 2) {
        bench.mirror().personWrites("/a", "mine");
      }
    });

    bench.cloned();

    assertThat(bench.mirror().visible("/a")).contains("mine");
    assertThat(bench.states().get("/a/b")).isIn(PathState.CONFLICT, PathState.QUARANTINED);
    assertThat(bench.mirror().manifest().bootstrap().complete()).isTrue();
  }

  @Test
  void whereCaseFoldsTheFirstInByteOrderKeepsTheName() {
    bench.with(InMemoryMirror.identity("/", new Folding(true, true)));
    bench.remote().put("/README", "one");
    bench.remote().put("/readme", "two");
    bench.remote().put("/Dir/x", "x");
    bench.remote().put("/dir/y", "y");
    bench.remote().put("/caf\u00e9", "composed");
    bench.remote().put("/cafe\u0301", "decomposed");

    bench.cloned();

    assertThat(bench.states()).isEqualTo(Map.of(
        "/README", PathState.PLACEHOLDER, "/readme", PathState.QUARANTINED,
        "/Dir/x", PathState.PLACEHOLDER, "/dir/y", PathState.QUARANTINED,
        "/cafe\u0301", PathState.PLACEHOLDER, "/caf\u00e9", PathState.QUARANTINED));
  }

  @Test
  void whereCaseFoldsLaterPagesAndEventsSeeWhoCameFirst() {
    bench.with(InMemoryMirror.identity("/", new Folding(true, false)));
    bench.remote().pageSize(1);
    bench.remote().put("/A", "one");
    bench.remote().put("/a", "two");
    bench.cloned();
    bench.remote().put("/b", "b");
    bench.cloned();
    bench.remote().put("/B", "late");

    bench.cloned();

    assertThat(bench.states()).isEqualTo(Map.of(
        "/A", PathState.PLACEHOLDER, "/a", PathState.QUARANTINED,
        "/b", PathState.PLACEHOLDER, "/B", PathState.QUARANTINED));
  }

  @Test
  void namesThatDifferInCaseLiveSideBySideWhereNothingFolds() {
    bench.remote().put("/A", "one");
    bench.remote().put("/a", "two");

    bench.cloned();

    assertThat(bench.states().values()).containsOnly(PathState.PLACEHOLDER);
  }

  @Test
  void aRowThatStandsTwiceOrElsewhereIsIgnored() {
    bench.with(BootstrapSettings.listing(1, 0, 0));
    bench.remote().put("/a/b", "b");
    bench.remote().put("/z", "z");
    bench.remote().addRow(new TreeEntry(
        "/z", false, Optional.of(new Revision("rev_99")), Optional.empty(), 1, Optional.empty()));

    CloneReport report = bench.cloned();

    assertThat(report.counts().ignored()).isEqualTo(2);
    assertThat(bench.states().keySet()).containsExactly("/a/b", "/z");
  }

  @Test
  void aRemovalOfAQuarantinedNameForgetsIt() {
    bench.remote().put("/a", "file");
    bench.remote().put("/a/b", "below");
    bench.cloned();
    bench.remote().delete("/a");

    bench.cloned();

    assertThat(bench.states()).isEqualTo(Map.of("/a/b", PathState.PLACEHOLDER));
  }

  @Test
  void aNameComesOutOfQuarantineWhenTheOneInItsWayIsRemoved() {
    bench.remote().put("/a", "file");
    bench.remote().put("/a/b", "below");
    bench.cloned();
    bench.remote().delete("/a/b");

    bench.cloned();

    assertThat(bench.states()).isEqualTo(Map.of("/a", PathState.PLACEHOLDER));
    assertThat(bench.mirror().visibleNames()).containsExactly("/a");
  }

  @Test
  void aFoldedNameComesOutOfQuarantineWhenItsTwinIsRemoved() {
    bench.with(InMemoryMirror.identity("/", new Folding(true, false)));
    bench.remote().put("/Dir/x", "x");
    bench.remote().put("/dir/y", "y");
    bench.cloned();
    bench.remote().delete("/Dir/x");

    bench.cloned();

    assertThat(bench.states()).isEqualTo(Map.of("/dir/y", PathState.PLACEHOLDER));
  }

  @Test
  void aCursorThatComesBackIsABrokenAnswer() {
    TreePage page = new TreePage(
        List.of(new TreeEntry(
            "/a", false, Optional.of(new Revision("rev_1")), Optional.empty(), 1, Optional.empty())),
        Optional.of(new TreeCursor("same")), OptionalLong.empty());
    ListingGuard guard = new ListingGuard("/", 5);
    guard.saw(page);

    assertThatThrownBy(() -> guard.saw(page)).isInstanceOfSatisfying(CisternException.class,
        e -> assertThat(((Failure.Remote) e.failure()).code()).isEqualTo(Failure.RemoteCode.REMOTE_BROKEN_ANSWER));
  }

  @Test
  void pagesThatRepeatThemselvesUnderNewCursorsEnd() {
    ListingGuard guard = new ListingGuard("/", 5);

    assertThatThrownBy(() -> {
      for (int i = 0; i < 1_000_000; i++) {
        guard.saw(new TreePage(
            List.of(new TreeEntry(
                "/a", false, Optional.of(new Revision("rev_1")), Optional.empty(), 1, Optional.empty())),
            Optional.of(new TreeCursor("c" + i)), OptionalLong.empty()));
      }
    }).isInstanceOf(CisternException.class);
  }

  @Test
  void emptyPagesAreFollowedForAWhileAndNotForEver() {
    ListingGuard guard = new ListingGuard("/", 5);
    int[] pages = {0};

    assertThatThrownBy(() -> {
      while (true) {
        guard.saw(new TreePage(List.of(), Optional.of(new TreeCursor("c" + pages[0]++)), OptionalLong.empty()));
      }
    }).isInstanceOf(CisternException.class);

    assertThat(pages[0]).isGreaterThan(100);
  }
}
