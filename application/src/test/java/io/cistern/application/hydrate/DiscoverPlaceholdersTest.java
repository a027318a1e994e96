package io.cistern.application.hydrate;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.application.port.Manifest;
import io.cistern.application.testing.Bench;
import io.cistern.domain.placeholder.EagerRules;
import io.cistern.domain.placeholder.Globs;
import io.cistern.domain.placeholder.Pins;
import io.cistern.domain.placeholder.Selection;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DiscoverPlaceholdersTest {
  private static final Selection EAGER = new Selection.Eager();
  private static final Selection ALL = new Selection.Everything();

  private final Bench bench = new Bench();
  private final List<Found> found = new ArrayList<>();

  @Test
  void anEmptyListFindsNothingAndDoesNotEvenWalk() {
    files("/README.md", "/a/go.mod");
    HydrateSettings nothing = settings();
    Manifest unwalked = (Manifest) Proxy.newProxyInstance(
        Manifest.class.getClassLoader(), new Class<?>[]{Manifest.class}, (_, method, _) -> {
          if (method.getName().equals("pins")) {
            return Pins.NONE;
          }
          throw new AssertionError(method + " was asked");
        });

    Discovered discovered = new DiscoverPlaceholders(new Discovery(unwalked, bench.mirror().tree(), nothing))
        .discover(EAGER, found::add);

    assertThat(discovered.candidates()).isZero();
    assertThat(found).isEmpty();
  }

  @Test
  void aListOfNegationsFindsNothingEither() {
    bench.with(settings("!README.md"));
    files("/README.md");

    assertThat(discover(EAGER).candidates()).isZero();
  }

  @Test
  void whereAFileHasTheNameOfADirectoryNothingBelowItIsFound() {
    files("/docs/README.md", "/README.md");
    bench.mirror().personRemoves("/docs/README.md");
    bench.mirror().personWrites("/docs", "a file");

    Discovered discovered = discover(EAGER);

    assertThat(candidates()).containsExactly("/README.md");
    assertThat(discovered.obstructed()).isEqualTo(1);
  }

  @Test
  void aFileThatIsNotEmptyIsNoCandidateButTold() {
    files("/README.md", "/a/README.md");
    bench.mirror().personWrites("/README.md", "mine");

    discover(EAGER);

    assertThat(candidates()).containsExactly("/a/README.md");
    assertThat(obstructed()).containsExactly("/README.md: changed here");
  }

  @Test
  void caseMatters() {
    files("/Cargo.toml", "/x/cargo.toml", "/y/CARGO.TOML");

    discover(EAGER);

    assertThat(candidates()).containsExactly("/Cargo.toml");
  }

  @Test
  void theReservedSubtreeAtTheRootIsLeftAlone() {
    files("/__extern/README.md", "/__extern/deep/go.mod", "/a/__extern/README.md", "/__external/README.md");

    discover(EAGER);
    assertThat(candidates()).as("a person's own directory of that name is like any other")
        .containsExactly("/__external/README.md", "/a/__extern/README.md");

    found.clear();
    discover(ALL);
    assertThat(candidates()).containsExactly("/__external/README.md", "/a/__extern/README.md");
  }

  @Test
  void nestedFilesAreFoundAtAnyDepthInOrder() {
    String deep = "/d".repeat(60) + "/go.mod";
    files("/z/README.md", deep, "/a/README.md", "/a/b/README.md", "/README.md");

    discover(EAGER);

    assertThat(candidates()).containsExactly("/README.md", "/a/README.md", "/a/b/README.md", deep, "/z/README.md");
    List<Found> first = List.copyOf(found);
    found.clear();
    discover(EAGER);
    assertThat(found).as("runs repeat").isEqualTo(first);
  }

  @Test
  void namesThatHoldNoRegularFileAreNoCandidatesButTold() {
    files("/a/README.md", "/b/README.md", "/c/README.md", "/d/README.md");
    bench.mirror().personPuts("/a/README.md", "symbolic link");
    bench.mirror().personPuts("/b/README.md", "FIFO");
    bench.mirror().personPuts("/c/README.md", "directory");
    bench.mirror().personRemoves("/d/README.md");

    Discovered discovered = discover(EAGER);

    assertThat(discovered.candidates()).isZero();
    assertThat(obstructed()).containsExactly(
        "/a/README.md: the name is held by a symbolic link", "/b/README.md: the name is held by a FIFO",
        "/c/README.md: the name is held by a directory", "/d/README.md: removed here");
  }

  @Test
  void anUnreadableDirectoryIsCountedAndListedOnce() {
    files("/locked/README.md", "/locked/deep/README.md", "/locked/deep/go.mod", "/open/README.md");
    for (String name : List.of("/locked/README.md", "/locked/deep", "/locked/deep/README.md", "/locked/deep/go.mod")) {
      bench.mirror().personPuts(name, "unreadable: permission denied");
    }
    bench.mirror().personPuts("/locked", "directory");

    Discovered discovered = discover(EAGER);

    assertThat(candidates()).containsExactly("/open/README.md");
    assertThat(discovered.unreadable()).containsExactly("/locked");
    assertThat(discovered.obstructed()).isZero();
  }

  @Test
  void aPassTellsTheUnreadableDirectoryOnceAndEachPathBelowIt() {
    files("/locked/README.md", "/locked/go.mod", "/open/README.md");
    for (String name : List.of("/locked/README.md", "/locked/go.mod")) {
      bench.mirror().personPuts(name, "unreadable: permission denied");
    }
    bench.mirror().personPuts("/locked", "directory");

    HydrateReport report = bench.hydrated(EAGER);

    assertThat(report.unreadable()).containsExactly("/locked");
    assertThat(report.hydrated()).isEqualTo(1);
    assertThat(report.failed()).isEqualTo(2);
  }

  @Test
  void theLastMatchWins() {
    bench.with(settings("*.md", "!/docs/**", "/docs/keep.md"));
    files("/README.md", "/docs/other.md", "/docs/keep.md", "/docs/a/keep.md");

    discover(EAGER);

    assertThat(candidates()).containsExactly("/README.md", "/docs/keep.md");
  }

  @Test
  void theSizeOfAFileAndOfAllTogetherAreLimited() {
    bench.with(new HydrateSettings(
        new EagerRules(Globs.of(List.of("*")), 5, 9), Pace.DEFAULT, FileBounds.DEFAULT, Duration.ZERO));
    bench.remote().put("/a", "1234");
    bench.remote().put("/b", "123456");
    bench.remote().put("/c", "12345");
    bench.remote().put("/d", "1");
    bench.cloned();

    Discovered discovered = discover(EAGER);

    assertThat(candidates()).containsExactly("/a", "/c");
    assertThat(discovered.bytes()).isEqualTo(9);
  }

  @Test
  void namedPathsKnowNoLimitsAndWhatNamesNothingIsTold() {
    bench.with(new HydrateSettings(
        new EagerRules(Globs.of(List.of()), 1, 1), Pace.DEFAULT, FileBounds.DEFAULT, Duration.ZERO));
    files("/docs/a.md", "/__extern/c", "/other");

    Discovered discovered = discover(new Selection.Named(List.of("/docs", "/__extern/c", "nothing*")));

    assertThat(candidates()).containsExactly("/__extern/c", "/docs/a.md");
    assertThat(discovered.unmatched()).containsExactly("nothing*");
  }

  @Test
  void nobodyIsAskedAndNothingChanges() {
    files("/README.md");
    bench.remote().forgetRequests();
    int appends = bench.mirror().appends();

    discover(ALL);

    assertThat(bench.remote().requests()).isEmpty();
    assertThat(bench.mirror().appends()).isEqualTo(appends);
  }

  private void files(String... names) {
    List.of(names).forEach(name -> bench.remote().put(name, "content of " + name));
    bench.cloned();
  }

  private static HydrateSettings settings(String... globs) {
    return new HydrateSettings(
        new EagerRules(Globs.of(List.of(globs)), EagerRules.DEFAULT_MAX_FILE, EagerRules.DEFAULT_MAX_TOTAL),
        Pace.DEFAULT, FileBounds.DEFAULT, Duration.ZERO);
  }

  private Discovered discover(Selection selection) {
    return bench.discoverPlaceholders().discover(selection, found::add);
  }

  private List<String> candidates() {
    return found.stream().filter(Found.Candidate.class::isInstance).map(each -> each.entry().name()).toList();
  }

  private List<String> obstructed() {
    return found.stream()
        .filter(Found.Obstructed.class::isInstance)
        .map(each -> each.entry().name() + ": " + ((Found.Obstructed) each).why())
        .toList();
  }
}
