package io.cistern.it.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.application.Mirror;
import io.cistern.application.MirrorSettings;
import io.cistern.application.mutate.add.AddOutcome;
import io.cistern.application.mutate.add.AddRequest;
import io.cistern.application.mutate.add.AddRoot;
import io.cistern.application.mutate.add.AddSettings;
import io.cistern.application.testing.FakeRemote;
import io.cistern.application.testing.ManualClock;
import io.cistern.application.testing.MemorySource;
import io.cistern.domain.manifest.PathEntry;
import io.cistern.domain.manifest.PathState;
import io.cistern.domain.placeholder.Selection;
import io.cistern.fs.testing.SimDisk;
import io.cistern.fs.testing.SimOptions;
import io.cistern.fs.testing.SimStep;
import io.cistern.fs.testing.Survivors;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Ends an {@code add} before every disk operation, by a kill and by a power cut, has another verb recover, and adds
 * again: every file is what it was or what it shall be, a database is whole, and what was told is there.
 */
class AddCrashIT {
  private static final int BOUND = Boolean.getBoolean("cistern.campaign") ? 256 : 2;
  private static final Map<String, String> WANTED = Map.of(
      "/app.db", "database", "/app.db-wal", "its log", "/new/a", "new", "/old", "replaced");

  private final ManualClock clock = new ManualClock();
  private final MemorySource source = new MemorySource(clock);
  private long cases;

  @Test
  void anAddThatIsCutAnywhereIsRecoveredByAnotherVerb() {
    WANTED.forEach((path, text) -> source.file(path.substring(1), text));
    SimDisk begun = begun();
    SimDisk whole = begun.copy();
    Set<String> told = new HashSet<>();
    add(whole, "A", told);
    assertThat(told).isEqualTo(WANTED.keySet());
    List<Long> steps = whole.trace().stream().filter(SimStep::changes).map(SimStep::number).toList();

    for (long step : steps) {
      killed(begun, step);
      cut(begun, step);
    }

    System.out.println("an add cut in " + cases + " ways");
    assertThat(cases).isGreaterThan(steps.size());
  }

  @Test
  void whatALivingAddPreparesIsLeftAloneByAProcessThatRecovers() {
    source.file("a", "1").file("b", "2").file("c", "3");
    SimDisk disk = begun();
    source.onOpen(name -> {
      SimMirror other = SimMirror.open(disk, "another, at " + name);
      other.change(new Ledger(), "/theirs-" + name, "theirs");
      disk.kill("another, at " + name);
    });
    Set<String> told = new HashSet<>();

    add(disk, "A", told);

    assertThat(told).containsExactlyInAnyOrder("/a", "/b", "/c");
    assertThat(disk.person().text("theirs-c")).isEqualTo("theirs");
  }

  private void killed(SimDisk begun, long step) {
    SimDisk disk = begun.copy();
    disk.killAt(step);
    Set<String> told = new HashSet<>();
    Crashes.endingEarly(() -> add(disk, "A", told));
    disk.kill("A");
    recovered(disk.copy(), told, "kill before step " + step);
  }

  private void cut(SimDisk begun, long step) {
    SimDisk disk = begun.copy();
    disk.powerCutAt(step);
    Set<String> told = new HashSet<>();
    Crashes.endingEarly(() -> add(disk, "A", told));
    for (Survivors.Choice choice : disk.survivors(BOUND, step).choices()) {
      recovered(disk.afterPowerCut(choice), told, "power cut before step " + step + ", " + disk.describe(choice));
    }
  }

  private void recovered(SimDisk disk, Set<String> told, String where) {
    cases++;
    SimMirror mirror = SimMirror.open(disk, "R");
    try (Mirror other = new Mirror(mirror.parts(), new FakeRemote(), MirrorSettings.DEFAULTS)) {
      other.hydrate(new Selection.Eager(), item -> {});
    }
    Map<String, String> seen = Oracle.visible(disk);
    WANTED.forEach((path, text) -> {
      Optional<String> before = path.equals("/old") ? Optional.of("original") : Optional.empty();
      Optional<String> now = Optional.ofNullable(seen.get(path));
      assertThat(List.of(before, Optional.of(text))).as(where + ": " + path).contains(now);
      assertThat(now.equals(Optional.of(text)) || !told.contains(path)).as(where + ": told " + path).isTrue();
      assertThat(state(mirror, path)).as(where + ": " + path).isEqualTo(
          now.equals(before) ? before.map(_ -> PathState.HYDRATED) : Optional.of(changed(path)));
    });
    assertThat(seen.containsKey("/app.db")).as(where).isEqualTo(seen.containsKey("/app.db-wal"));
    assertThat(disk.tree().keySet()).as(where + ": staging")
        .noneMatch(name -> name.startsWith(".cistern/staging/") && name.matches(".*/[0-9]+"));
    disk.kill("R");
    add(disk, "C", new HashSet<>());
    assertThat(Oracle.visible(disk)).as(where + "; added again").isEqualTo(WANTED);
  }

  private static PathState changed(String path) {
    return path.equals("/old") ? PathState.MODIFIED : PathState.ADDED;
  }

  private static Optional<PathState> state(SimMirror mirror, String path) {
    return mirror.parts().reader().read().manifest().find(path).map(PathEntry::state);
  }

  private SimDisk begun() {
    SimDisk begun = new SimDisk(SimOptions.PLAIN, clock);
    begun.spare(".holder");
    begun.spare(".lock");
    SimMirror.create(begun);
    SimMirror maker = SimMirror.open(begun, "first");
    maker.change(new Ledger(), "/old", "original");
    maker.commits().close();
    begun.kill("first");
    return begun.copy();
  }

  private void add(SimDisk disk, String process, Set<String> told) {
    SimMirror inside = SimMirror.open(disk, process);
    try (Mirror mirror = new Mirror(inside.parts(), new FakeRemote(), MirrorSettings.DEFAULTS)) {
      AddRequest request = AddRequest.of(List.of(new AddRoot(source, "", "", false)));
      mirror.add(request, new AddSettings(1), item -> {
        if (!(item.outcome() instanceof AddOutcome.Failed)) {
          told.add(item.path());
        }
      });
    }
  }
}
