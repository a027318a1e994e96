package io.cistern.it.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.application.Mirror;
import io.cistern.application.MirrorSettings;
import io.cistern.application.inspect.ListedPath;
import io.cistern.application.testing.FakeRemote;
import io.cistern.application.testing.ManualClock;
import io.cistern.application.testing.ManualPauses;
import io.cistern.domain.health.Severity;
import io.cistern.domain.manifest.PathEntry;
import io.cistern.domain.manifest.PathState;
import io.cistern.domain.placeholder.Selection;
import io.cistern.domain.workspace.WorkspaceId;
import io.cistern.fs.mirror.FileMirror;
import io.cistern.fs.mirror.MirrorHost;
import io.cistern.fs.testing.SimDisk;
import io.cistern.fs.testing.SimOptions;
import io.cistern.fs.testing.SimPerson;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Workspaces whose names collide, on file systems that take different names for one. */
class FoldingNamesIT {
  private static final SimOptions FOLDING = SimOptions.PLAIN.foldingCase().foldingUnicodeForm();
  private static final long SEED = 7;

  private final ManualClock clock = new ManualClock();
  private final FakeRemote remote = new FakeRemote();

  @Test
  void theFirstInByteOrderKeepsTheNameAndTheOthersAreSetAside() {
    for (String path : new String[]{"/README", "/readme", "/Dir/x", "/dir/y", "/dir/Z/z", "/caf\u00e9", "/cafe\u0301",
        "/CAF\u00c9", "/\u212belvin", "/\u00e5elvin"}) {
      remote.put(path, "text of " + path);
    }
    SimDisk disk = new SimDisk(FOLDING, clock);

    Map<String, PathState> states = cloned(disk, mirror -> {});

    assertThat(states).isEqualTo(Map.of(
        "/README", PathState.HYDRATED, "/readme", PathState.QUARANTINED,
        "/Dir/x", PathState.HYDRATED, "/dir/y", PathState.QUARANTINED, "/dir/Z/z", PathState.QUARANTINED,
        "/CAF\u00c9", PathState.HYDRATED, "/cafe\u0301", PathState.QUARANTINED, "/caf\u00e9", PathState.QUARANTINED,
        "/\u00e5elvin", PathState.HYDRATED, "/\u212belvin", PathState.QUARANTINED));
    states.forEach((name, state) -> {
      if (state == PathState.HYDRATED) {
        assertThat(disk.person().text(name.substring(1))).isEqualTo("text of " + name);
      }
    });
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 1000})
  void howTheListingIsCutDoesNotDecideWhatIsHeld(int pageSize) {
    remote.pageSize(pageSize);
    remote.put("/A", "upper");
    remote.put("/B/x", "below");
    remote.put("/a", "lower");
    remote.put("/b", "file");

    Map<String, PathState> states = cloned(new SimDisk(SimOptions.PLAIN.foldingCase(), clock), mirror -> {});

    assertThat(states).isEqualTo(Map.of(
        "/A", PathState.HYDRATED, "/a", PathState.QUARANTINED, "/B/x", PathState.HYDRATED, "/b",
        PathState.QUARANTINED));
  }

  @Test
  void whatFoldsToTheControlDirectoryIsSetAside() {
    List<String> names = List.of("/.Cistern/mirror.json", "/.CISTERN/config.toml", "/.ci\u017ftern/log/pointer");
    names.forEach(name -> remote.put(name, "evil"));
    remote.put("/good", "good");
    SimDisk disk = new SimDisk(FOLDING, clock);

    Map<String, PathState> states = cloned(disk, mirror -> {});

    assertThat(states).containsEntry("/good", PathState.HYDRATED);
    assertThat(names).allSatisfy(name -> assertThat(states).containsEntry(name, PathState.QUARANTINED));
    assertThat(disk.person().text(".cistern/mirror.json")).doesNotContain("evil");
    assertThat(disk.person().exists(".cistern/config.toml")).isFalse();
  }

  @Test
  void aNameThatIsNoPathDoesNotStopTheSearchForTwins() {
    for (String name : new String[]{"/", "//x", "/Dir/", "/Dir//x", "/../x"}) {
      remote.addRow(name);
    }
    remote.pageSize(1);
    remote.put("/Dir/x", "x");
    remote.put("/dir/y", "y");
    remote.put("/z", "z");

    Map<String, PathState> states = cloned(new SimDisk(FOLDING, clock), mirror -> {});

    assertThat(states).containsEntry("/Dir/x", PathState.HYDRATED).containsEntry("/z", PathState.HYDRATED)
        .containsEntry("/dir/y", PathState.QUARANTINED).containsEntry("/", PathState.QUARANTINED);
  }

  @Test
  void aPersonsFileThatTheFileSystemTakesForARemoteOneIsNeverTouched() {
    remote.put("/Notes.md", "theirs");
    remote.put("/other", "other");
    SimDisk disk = new SimDisk(FOLDING, clock);
    SimPerson person = disk.person();

    Map<String, PathState> states = cloned(disk, mirror -> person.save("notes.md", "mine"));

    assertThat(person.text("notes.md")).isEqualTo("mine");
    assertThat(states).containsEntry("/other", PathState.HYDRATED);
    assertThat(states.get("/Notes.md")).isNotEqualTo(PathState.HYDRATED);
  }

  @Test
  void aTwinThatComesLaterIsSetAsideUntilTheFirstIsRemoved() {
    remote.put("/b", "first");
    SimDisk disk = new SimDisk(FOLDING, clock);
    assertThat(cloned(disk, mirror -> {})).isEqualTo(Map.of("/b", PathState.HYDRATED));
    remote.put("/B", "second");

    assertThat(cloned(disk, mirror -> {})).isEqualTo(Map.of("/b", PathState.HYDRATED, "/B", PathState.QUARANTINED));
    assertThat(disk.person().text("b")).isEqualTo("first");

    remote.delete("/b");
    assertThat(cloned(disk, mirror -> {})).isEqualTo(Map.of("/B", PathState.HYDRATED));
    assertThat(disk.person().text("B")).isEqualTo("second");
  }

  /** Makes the mirror or goes on with it, hydrates everything, demands that all sums are right. */
  private Map<String, PathState> cloned(SimDisk disk, Consumer<Mirror> before) {
    Random random = new Random(SEED + disk.steps());
    MirrorHost host = new MirrorHost(clock, new ManualPauses(clock), random::nextLong, "test");
    WorkspaceId workspace = WorkspaceId.parse("ws").orElseThrow();
    FileMirror.createOn(disk.process("cistern"), "http://127.0.0.1:1", workspace, "/", host);
    disk.kill("cistern");
    FileMirror files = FileMirror.over(disk.process("cistern"), Path.of("/sim"), host);
    try (Mirror mirror = new Mirror(files.parts(), remote, MirrorSettings.DEFAULTS)) {
      before.accept(mirror);
      mirror.pullNames();
      mirror.hydrate(new Selection.Everything(), item -> {});
      Map<String, PathState> states = new TreeMap<>();
      long rows = mirror.list("/", true, row -> {
        if (row instanceof ListedPath.File(PathEntry entry, boolean _)) {
          states.put(entry.name(), entry.state());
        }
      });
      assertThat(mirror.status().paths().total()).isEqualTo(rows).isEqualTo(states.size());
      assertThat(mirror.verify(finding -> {}).of(Severity.DAMAGE)).isZero();
      return states;
    } finally {
      disk.kill("cistern");
    }
  }
}
