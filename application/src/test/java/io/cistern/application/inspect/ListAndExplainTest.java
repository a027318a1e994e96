package io.cistern.application.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.application.port.History;
import io.cistern.application.testing.Bench;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.journal.Committed;
import io.cistern.domain.journal.Origin;
import io.cistern.domain.journal.Sequence;
import io.cistern.domain.placeholder.EagerRules;
import io.cistern.domain.placeholder.Globs;
import io.cistern.domain.placeholder.Selection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ListAndExplainTest {
  private final Bench bench = new Bench();
  private long quota;

  // /a  /dir/sub/x  /dir/y  /dir-b  /dir.c/z  and a name that is no path
  private void aTree() {
    List.of("/a", "/dir/sub/x", "/dir/y", "/dir-b", "/dir.c/z", "/README.md").forEach(
        name -> bench.remote().put(name, "content"));
    bench.remote().addRow("../escape");
    bench.cloned();
  }

  @Test
  void listsOneLevelOfADirectoryInByteOrder() {
    aTree();

    assertThat(list("/", false)).containsExactly(
        "../escape", "/README.md", "/a", "/dir-b", "/dir.c/", "/dir/");
    assertThat(list("/dir", false)).containsExactly("/dir/sub/", "/dir/y");
  }

  @Test
  void listsEverythingBelow() {
    aTree();

    assertThat(list("/", true)).containsExactly(
        "../escape", "/README.md", "/a", "/dir-b", "/dir.c/z", "/dir/sub/x", "/dir/y");
    assertThat(list("/dir", true)).containsExactly("/dir/sub/x", "/dir/y");
  }

  @Test
  void listsAFileByItself() {
    aTree();

    assertThat(list("/a", false)).containsExactly("/a");
    assertThat(list("/nowhere", false)).isEmpty();
  }

  @Test
  void aNameThatIsNoPathHidesNothingAndIsListedInTheRoot() {
    List.of("/", "//x", "/../x", "/d//x", "/d/").forEach(bench.remote()::addRow);
    bench.remote().put("/d/a", "a");
    bench.cloned();

    assertThat(list("/", false)).containsExactly("/", "/../x", "//x", "/d/", "/d//x", "/d/");
    assertThat(list("/", true)).containsExactly("/", "/../x", "//x", "/d/", "/d//x", "/d/a");
    assertThat(list("/d", false)).containsExactly("/d/a");
    assertThat(list("/d", true)).containsExactly("/d/a");
  }

  @Test
  void aQuarantinedFileDoesNotHideTheDirectoryThatHasItsName() {
    bench.remote().put("/a", "file");
    bench.remote().put("/a/b", "below");
    bench.cloned();

    assertThat(list("/a", false)).containsExactly("/a", "/a/b");
    assertThat(list("/a", true)).containsExactly("/a", "/a/b");
    assertThat(bench.verified(new VerifyRequest(List.of("/a"), true)).checked()).isEqualTo(2);
  }

  @Test
  void aDirectoryOfManyFilesIsOneRowWhateverTheirNames() {
    bench.remote().put("/d/" + Character.toString(0x10FFFF) + "z", "after everything");
    bench.remote().put("/d/a", "a");
    bench.remote().put("/e", "e");
    bench.cloned();

    assertThat(list("/", false)).containsExactly("/d/", "/e");
  }

  @Test
  void explainsWhyAPathIsNotHere() {
    aTree();

    assertThat(explain("/a").why()).contains("no eager rule");
    assertThat(explain("/README.md").why()).contains("wanted by an eager rule");
    assertThat(explain("/a").visible()).isEqualTo("the placeholder");
    assertThat(explain("../escape").visible()).isEqualTo("nothing on disk");
  }

  @Test
  void explainsWhatIsHere() {
    aTree();
    bench.hydrated(new Selection.Everything());

    assertThat(explain("/a").visible()).isEqualTo("a file of 7 bytes");
    bench.mirror().personPuts("/a", "FIFO");
    assertThat(explain("/a").visible()).isEqualTo("a FIFO");
  }

  @Test
  void explainsWhatFailedForGood() {
    aTree();
    bench.remote().faults().refuse("/a", Failure.RemoteCode.FORBIDDEN);
    bench.hydrated(new Selection.Everything());

    assertThat(explain("/a").why()).isEqualTo("planted FORBIDDEN");
    assertThat(explain("/a").next()).contains("tries again");
  }

  @Test
  void namesWhatFailedLastWhereItWasRecordedAndWhenItIsTriedNext() {
    aTree();
    Instant held = Instant.parse("2026-01-01T00:10:00Z");
    bench.remote().faults().heldBack("/README.md", held);
    bench.remote().faults().throwing("/a", Failure.RemoteCode.REMOTE_TIMEOUT);
    assertThat(explain("/a").asked().failed()).isEmpty();

    bench.hydrated(new Selection.Everything());

    assertThat(explain("/README.md").asked().failed()).hasValueSatisfying(failed -> {
      assertThat(failed.why()).isEqualTo("planted hold");
      assertThat(failed.by()).contains(Origin.HYDRATE);
      assertThat(failed.sequence()).isPresent();
      assertThat(failed.tried()).isEqualTo(FailedFetch.Tried.NEXT_HYDRATE);
      assertThat(failed.notBefore()).contains(held);
    });
    assertThat(explain("/a").asked().failed()).hasValueSatisfying(failed -> {
      assertThat(failed.tried()).isEqualTo(FailedFetch.Tried.WHEN_NAMED);
      assertThat(failed.notBefore()).isEmpty();
    });
    bench.remote().faults().clear();
    bench.hydrated(new Selection.Everything());
    assertThat(explain("/a").asked().failed()).isEmpty();
  }

  @Test
  void saysWhatItSeesOfAPathThatNobodyHasLookedAtSince() {
    aTree();
    bench.mirror().personWrites("/README.md", "mine");
    assertThat(explain("/README.md").why()).isEqualTo("changed here since anyone looked");
    bench.hydrated(new Selection.Everything());
    bench.mirror().personWrites("/a", "mine");
    assertThat(explain("/a").why()).isEqualTo("touched here since anyone looked");
    assertThat(explain("/a").next()).contains("cistern verify");

    bench.mirror().personRemoves("/a");

    assertThat(explain("/a").why()).isEqualTo("its content was here, and the file is gone");
    assertThat(explain("/a").next()).contains("never taken for a removal");
  }

  @Test
  void saysWhoAskedAndWhatTheLogStillTells() {
    aTree();
    assertThat(explain("/a").asked().by()).startsWith("nobody since clone (#");
    bench.hydrated(new Selection.Named(List.of("/a")));
    assertThat(explain("/a").asked().by()).startsWith("a hydration pass (#");
    bench.dehydrated("/a");

    Explanation given = explain("/a");

    assertThat(given.asked().by()).startsWith("dehydrate (#");
    assertThat(given.why()).isEqualTo("its content was given back by dehydrate");
    assertThat(given.asked().history().steps()).extracting(PathHistory.Step::origin)
        .containsExactly(Origin.CLONE, Origin.HYDRATE, Origin.DEHYDRATE);
    assertThat(given.asked().history().begins()).isEqualTo(new Sequence(1));
  }

  @Test
  void namesThePinAndTheRuleThatDecide() {
    aTree();
    bench.pinPaths().pin(List.of("/"));

    assertThat(explain("/a").asked().pin()).contains("/");
    assertThat(explain("/a").why()).isEqualTo("/ is pinned, and it is not fetched yet");
    assertThat(explain("/a").next()).startsWith("filled by the next");
    bench.hydrated(new Selection.Eager());
    assertThat(explain("/a").why()).contains("/ is pinned");
  }

  @Test
  void saysWhenTheDiskBudgetHasNoRoomForIt() {
    aTree();
    quota = 3;

    assertThat(explain("/a").asked().noRoom()).hasValueSatisfying(why -> assertThat(why).contains("quota.disk (3)"));
    assertThat(explain("/a").why()).contains("do not fit");
    quota = 1000;
    assertThat(explain("/a").asked().noRoom()).isEmpty();
  }

  @Test
  void knowsNothingOfAPathThatIsNotInTheMirror() {
    assertThat(explainer().explain("/nowhere")).isEmpty();
  }

  @Test
  void theDoctorRunsEveryCheck() {
    bench.cloned();
    Doctor doctor = new Doctor(new LinkedHashSet<>(List.of(
        new MirrorCheck(bench.mirror().reader()), new LockCheck(bench.mirror().lock()),
        new RemoteCheck(bench.remote(), bench.clock()))));
    assertThat(doctor.examine().needsAttention()).isFalse();
    bench.remote().dies();

    DoctorReport report = doctor.examine();

    assertThat(report.checks()).extracting(DoctorReport.Examined::check)
        .containsExactly("records of the mirror", "locks", "broker");
    assertThat(report.needsAttention()).isTrue();
    assertThat(new Doctor(Set.of()).examine().checks()).isEmpty();
  }

  private List<String> list(String name, boolean recursive) {
    List<String> rows = new ArrayList<>();
    long count = new ListPaths(bench.mirror().reader()).list(
        name, recursive, row -> rows.add(row.name() + (row instanceof ListedPath.Directory ? "/" : "")));
    assertThat(count).isEqualTo(rows.size());
    return rows;
  }

  private ExplainPath explainer() {
    EagerRules eager = new EagerRules(Globs.of(EagerRules.DEFAULT_GLOBS), 100, 100);
    return new ExplainPath(bench.mirror().reader(), from -> told(), bench.mirror().tree(), eager, quota);
  }

  private History.Page told() {
    Iterator<Committed> groups = bench.mirror().committed().iterator();
    return new History.Page() {
      @Override
      public Sequence begins() {
        return Sequence.NONE.next();
      }

      @Override
      public boolean hasNext() {
        return groups.hasNext();
      }

      @Override
      public History.Item next() {
        return new History.Item(groups.next(), Optional.empty());
      }

      @Override
      public void close() {}
    };
  }

  private Explanation explain(String name) {
    return explainer().explain(name).orElseThrow();
  }
}
