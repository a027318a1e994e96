package io.cistern.it.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.application.clone.BootstrapSettings;
import io.cistern.application.clone.CloneReport;
import io.cistern.application.hydrate.OpenedFile;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.failure.Failure.RemoteCode;
import io.cistern.domain.manifest.PathState;
import io.cistern.domain.sync.NamePolicy;
import io.cistern.http.testing.Reply;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostileNamesIT {
  private static final List<String> UNFIT = List.of(
      "", "/", "x", "..", "../x", "/..", "/../x", "/../../x", "/a/../../x", "/a/../../a/x", "/.", "/./x", "/a/.",
      "/a/..", "//x", "/a//b", "/x/", "/nul\0l", "/half\ud800pair", "/\udc00", "/.cistern", "/.cistern/config.toml",
      "/.cistern/log/pointer", "/.CISTERN/x", "/.ci\u017ftern/x", "/.cis\u200dtern/x", "/\uff0ecistern/x",
      "/" + "n".repeat(256), "/" + "\u00e9".repeat(128), "/a/" + "n".repeat(100_000),
      "/" + ("d".repeat(200) + "/").repeat(21) + "x", "/d".repeat(300));

  private static final List<String> ODD_BUT_FIT = List.of(
      "/*", "/[a]?", "/\\..\\x", "/...", "/ ", "/-rf", "/~", "/\u001b[31mred", "/two\nlines", "/CON", "/a:b",
      "/%2e%2e%2fx",
      "/\u202etxt.exe", "/\ud83d\ude00", "/docs/.cistern", "/.cistern2", "/" + "n".repeat(255),
      "/" + "d".repeat(250) + "/" + "e".repeat(250), "/t".repeat(200));

  @TempDir
  Path temporary;

  private final LyingBroker broker = new LyingBroker();

  @AfterEach
  void close() {
    broker.close();
  }

  @Test
  void namesThatCannotBeHeldAreSetAsideAndBlockNobody() {
    broker.holds("/docs/first.md", "first");
    UNFIT.forEach(name -> broker.lists(Wire.row(name, "evil")).answers(name, "evil"));
    broker.lists(Wire.directory("/../dir")).lists(Wire.directory("/.cistern/staging")).holds("/z/last.md", "last");
    try (GuardedMirror mirror = mirror()) {
      CloneReport report = mirror.pull();

      assertThat(report.counts().quarantined()).isEqualTo(UNFIT.size() + 2);
      assertThat(UNFIT).allSatisfy(
          name -> assertThat(mirror.states()).containsEntry(NamePolicy.key(name), PathState.QUARANTINED));
      assertThat(mirror.listed()).containsAll(UNFIT.stream().map(NamePolicy::key).toList());
      assertThat(mirror.status().paths().of(PathState.QUARANTINED)).isEqualTo(UNFIT.size() + 2);
      mirror.demandPeaceOutside();

      mirror.hydrateAll();

      assertThat(mirror.visible()).isEqualTo(Map.of("docs/first.md", "first", "z/last.md", "last"));
      assertThat(broker.requests("file")).hasSize(2);
      assertThat(mirror.root().resolve(".cistern/config.toml")).doesNotExist();
    }
  }

  @Test
  void aSecondPullOfTheSameNamesChangesNothing() {
    UNFIT.forEach(name -> broker.lists(Wire.row(name, "evil")));
    try (GuardedMirror mirror = mirror()) {
      mirror.pull();

      assertThat(mirror.pull().nothingChanged()).isTrue();
    }
  }

  @Test
  void oddNamesThatAFileSystemCanHoldAreHeld() {
    ODD_BUT_FIT.forEach(name -> broker.holds(name, "text of " + name));
    try (GuardedMirror mirror = mirror()) {
      mirror.pull();
      mirror.hydrateAll();

      assertThat(mirror.states().values()).containsOnly(PathState.HYDRATED);
      assertThat(mirror.visible()).hasSize(ODD_BUT_FIT.size());
      assertThat(ODD_BUT_FIT).allSatisfy(
          name -> assertThat(mirror.visible()).containsEntry(name.substring(1), "text of " + name));
    }
  }

  @Test
  void rowsFromOutsideTheListedDirectoryAreIgnored() {
    broker.holds("/b/known", "known").answers("/a/ok", "ok").answers("/b/known", "known");
    broker.listsBy(request -> Reply.json(switch (request.query().getOrDefault("path", "/")) {
      case "/" -> Wire.page(List.of(Wire.directory("/a"), Wire.directory("/b")), Optional.empty());
      case "/a" -> Wire.page(
          List.of(
              Wire.row("/b/evil", "evil"), Wire.row("/b/known", "rev_9", "evil"), Wire.row("/a/ok", "ok"),
              Wire.row("/ab", "evil"), Wire.row("/a", "evil"), Wire.directory("/c")),
          Optional.empty());
      default -> Wire.page(List.of(Wire.row("/b/known", "known")), Optional.empty());
    }));
    try (GuardedMirror mirror = GuardedMirror.of(temporary, broker.workspace(), BootstrapSettings.listing(1, 0, 0))) {
      CloneReport report = mirror.pull();
      mirror.hydrateAll();

      assertThat(report.counts().ignored()).isEqualTo(5);
      assertThat(mirror.visible()).isEqualTo(Map.of("a/ok", "ok", "b/known", "known"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/a /a-b /a/b", "/a/b /a-b /a", "/a /a/b /a-b", "/a/b /a /a-b"})
  void ofAFileAndADirectoryTheDirectoryKeepsTheNameInWhateverOrderTheyCome(String order) {
    for (String path : order.split(" ", -1)) {
      broker.holds(path, "text of " + path);
    }
    for (int pageSize = 1; pageSize <= 3; pageSize++) {
      broker.pageSize(pageSize);
      Path place = temporary.resolve("pages-of-" + pageSize);
      try (GuardedMirror mirror = GuardedMirror.of(place, broker.workspace())) {
        mirror.pull();
        mirror.hydrateAll();

        assertThat(mirror.states()).isEqualTo(Map.of(
            "/a", PathState.QUARANTINED, "/a-b", PathState.HYDRATED, "/a/b", PathState.HYDRATED));
        assertThat(mirror.visible()).isEqualTo(Map.of("a-b", "text of /a-b", "a/b", "text of /a/b"));
        assertThat(mirror.open("/a")).isInstanceOf(OpenedFile.Result.NotHere.class);
      }
    }
  }

  @Test
  void whatCannotBeHeldBelowAFileTakesNothingFromTheFile() {
    broker.holds("/a", "file").lists(Wire.row("/a/../b", "evil")).lists(Wire.row("/a/" + "n".repeat(256), "evil"));
    try (GuardedMirror mirror = mirror()) {
      mirror.pull();
      mirror.hydrateAll();

      assertThat(mirror.visible()).isEqualTo(Map.of("a", "file"));
    }
  }

  @Test
  void aNameListedAsFileAndAsEmptyDirectoryIsAFile() {
    broker.lists(Wire.directory("/a")).holds("/a", "file").pageSize(1);
    try (GuardedMirror mirror = mirror()) {
      mirror.pull();
      mirror.hydrateAll();

      assertThat(mirror.visible()).isEqualTo(Map.of("a", "file"));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 1000})
  void aNameListedTwiceIsOneFile(int pageSize) {
    broker.pageSize(pageSize).holds("/d", "right").lists(Wire.row("/d", "wrong")).lists(Wire.row("/d", "right"));
    broker.holds("/e", "other");
    try (GuardedMirror mirror = GuardedMirror.of(temporary, broker.workspace(), BootstrapSettings.DEFAULTS)) {
      mirror.pull();
      mirror.hydrateAll();

      assertThat(mirror.visible()).isEqualTo(Map.of("d", "right", "e", "other"));
      assertThat(broker.reads("/d")).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7})
  void cursorsThatGoInACircleEndTheRunAndTheNextOneGoesOn(int length) {
    broker.holds("/a", "a").holds("/b", "b");
    broker.listsBy(request -> {
      int at = Integer.parseInt(request.query().getOrDefault("cursor", "0"));
      return Reply.json(Wire.page(List.of(Wire.row("/a", "a")), Optional.of(Integer.toString(1 + at % length))));
    });
    try (GuardedMirror mirror = mirror()) {
      Failure.Remote failure = GuardedMirror.remoteFailure(mirror::pull);

      assertThat(failure.code()).isEqualTo(RemoteCode.REMOTE_BROKEN_ANSWER);
      assertThat(mirror.status().bootstrap().complete()).isFalse();
      mirror.hydrateAll();
      assertThat(mirror.visible()).isEqualTo(Map.of("a", "a"));

      broker.repents().listsBy(request -> request.query().containsKey("cursor")
          ? Reply.status(400, "{\"code\":\"bad_request\",\"message\":\"invalid input\"}")
          : Reply.json(Wire.page(List.of(Wire.row("/a", "a"), Wire.row("/b", "b")), Optional.empty())));
      mirror.pull();
      mirror.hydrateAll();

      assertThat(mirror.status().bootstrap().complete()).isTrue();
      assertThat(mirror.visible()).isEqualTo(Map.of("a", "a", "b", "b"));
    }
  }

  @Test
  void aTreeThatGrowsWithEveryListingEndsAtTheBoundOfDirectories() {
    broker.answers("/good", "good");
    broker.listsBy(request -> {
      String path = request.query().getOrDefault("path", "/");
      String below = path.equals("/") ? "" : path;
      return Reply.json(Wire.page(
          List.of(Wire.row("/good", "good"), Wire.directory(below + "/a"), Wire.directory(below + "/b")),
          Optional.empty()));
    });
    try (GuardedMirror mirror = GuardedMirror.of(temporary, broker.workspace(), BootstrapSettings.listing(1, 100, 5))) {
      Failure failure = GuardedMirror.failure(mirror::pull);

      assertThat(failure).isInstanceOf(Failure.BootstrapTooLarge.class);
      assertThat(broker.requests("tree")).hasSizeLessThan(101);
      mirror.hydrateAll();
      assertThat(mirror.visible()).isEqualTo(Map.of("good", "good"));
    }
  }

  @Test
  void aDirectoryInItselfWithoutEndEndsWherePathsDo() {
    broker.listsBy(request -> {
      String path = request.query().getOrDefault("path", "/");
      String below = (path.equals("/") ? "" : path) + "/d".repeat(100);
      return Reply.json(Wire.page(List.of(Wire.directory(below), Wire.row(below + "/f", "f")), Optional.empty()));
    });
    try (GuardedMirror mirror =
        GuardedMirror.of(temporary, broker.workspace(), BootstrapSettings.listing(100, 100, 5))) {
      mirror.pull();

      assertThat(mirror.status().bootstrap().complete()).isTrue();
      assertThat(mirror.status().paths().of(PathState.QUARANTINED)).isPositive();
      assertThat(broker.requests("tree")).hasSizeLessThan(10);
    }
  }

  @Test
  void aNameThatALinkInTheMirrorLeadsElsewhereIsNotFollowed() throws Exception {
    broker.holds("/link/x", "evil").holds("/good", "good");
    try (GuardedMirror mirror = mirror()) {
      Files.createSymbolicLink(mirror.root().resolve("link"), mirror.root().resolveSibling("a"));

      mirror.pull();
      mirror.hydrateAll();

      mirror.demandPeaceOutside();
      assertThat(mirror.visible()).containsEntry("good", "good").hasSize(2);
      assertThat(mirror.states()).containsEntry("/good", PathState.HYDRATED);
      assertThat(mirror.states().get("/link/x")).isNotEqualTo(PathState.HYDRATED);
    }
  }

  private GuardedMirror mirror() {
    return GuardedMirror.of(temporary, broker.workspace());
  }
}
