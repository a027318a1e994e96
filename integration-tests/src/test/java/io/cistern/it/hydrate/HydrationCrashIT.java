package io.cistern.it.hydrate;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.application.Mirror;
import io.cistern.application.MirrorParts;
import io.cistern.application.MirrorSettings;
import io.cistern.application.clone.BootstrapSettings;
import io.cistern.application.hydrate.HydrateSettings;
import io.cistern.application.hydrate.OpenSettings;
import io.cistern.application.testing.FakeRemote;
import io.cistern.application.testing.ManualClock;
import io.cistern.domain.manifest.PathEntry;
import io.cistern.domain.manifest.PathState;
import io.cistern.domain.placeholder.HydrationOutcome;
import io.cistern.domain.placeholder.Selection;
import io.cistern.fs.testing.PowerCut;
import io.cistern.fs.testing.ProcessKilled;
import io.cistern.fs.testing.SimDisk;
import io.cistern.fs.testing.SimOptions;
import io.cistern.fs.testing.Survivors;
import io.cistern.it.crash.Oracle;
import io.cistern.it.crash.Outfit;
import io.cistern.it.crash.SimMirror;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A pass, cut before every one of its disk operations: afterwards no file is both on disk and unknown to the manifest, and
 * what was committed is not fetched again.
 */
class HydrationCrashIT {
  private static final boolean CAMPAIGN = Boolean.getBoolean("cistern.campaign");
  private static final int FILES = CAMPAIGN ? 12 : 5;
  private static final int SURVIVORS = CAMPAIGN ? 16 : 2;

  private final ManualClock clock = new ManualClock();
  private final FakeRemote remote = new FakeRemote();
  private final SimDisk begun = new SimDisk(SimOptions.PLAIN, clock);

  @BeforeEach
  void placeholders() {
    begun.spare(".holder");
    begun.spare(".notice");
    begun.spare(".lock");
    for (int i = 0; i < FILES; i++) {
      remote.put("/d/f" + i, "content " + i);
    }
    SimMirror.create(begun);
    try (Runner first = open(begun, "first")) {
      first.mirror().pullNames();
    }
  }

  /** One process on the simulated disk. */
  private record Runner(MirrorParts parts, Mirror mirror) implements AutoCloseable {
    /** Fills everything, and remembers what it was told is here. */
    void hydrates(Set<String> told) {
      mirror.hydrate(new Selection.Everything(), item -> {
        if (item.outcome() instanceof HydrationOutcome.Hydrated) {
          told.add(item.path().value());
        }
      });
    }

    @Override
    public void close() {
      mirror.close();
      parts.staging().close();
    }
  }

  @Test
  void noCutOfAPassLeavesAFileUnknownOrHasOneFetchedTwice() {
    SimDisk whole = begun.copy();
    long first = whole.steps();
    try (Runner process = open(whole, "A")) {
      process.hydrates(new TreeSet<>());
    }
    long last = whole.steps();
    int cases = 0;
    for (long step = first + 1; step <= last; step++) {
      SimDisk killed = begun.copy();
      Set<String> told = new TreeSet<>();
      killed.killAt(step);
      cutShort(killed, told);
      judged(killed.copy(), told, "killed before " + step);
      cases++;

      SimDisk cut = begun.copy();
      Set<String> toldBefore = new TreeSet<>();
      cut.powerCutAt(step);
      cutShort(cut, toldBefore);
      for (Survivors.Choice choice : cut.survivors(SURVIVORS, step).choices()) {
        judged(cut.afterPowerCut(choice), toldBefore, "power cut before " + step + ", " + cut.describe(choice));
        cases++;
      }
    }
    System.out.println("HydrationCrashIT: " + (last - first) + " steps, " + cases + " states judged");
    assertThat(cases).isGreaterThan(50);
  }

  private void cutShort(SimDisk disk, Set<String> told) {
    try {
      Runner process = open(disk, "A");
      process.hydrates(told);
      process.close();
    } catch (ProcessKilled | PowerCut ended) {
      assertThat(disk.steps()).isPositive();
    }
  }

  private void judged(SimDisk disk, Set<String> told, String where) {
    try (Runner next = open(disk, "B")) {
      remote.forgetRequests();
      Set<String> known = new TreeSet<>();
      next.mirror().hydrate(new Selection.Named(List.of("/d/none*")), item -> {}); // catches up, fetches nothing
      SortedMap<String, String> visible = Oracle.visible(disk);
      next.parts().reader().read().manifest().from("", "").forEachRemaining(entry -> {
        known.add(entry.name());
        agrees(entry, visible.getOrDefault(entry.name(), "nothing"), where);
      });
      assertThat(known).as("%s: on disk and unknown", where).containsAll(visible.keySet());
      Set<String> here = new TreeSet<>(known);
      here.removeIf(name -> next.parts().manifest().find(name).orElseThrow().state() != PathState.HYDRATED);
      assertThat(here).as("%s: told and not here", where).containsAll(told);

      next.hydrates(new TreeSet<>());

      assertThat(remote.requests().stream().map(FakeRemote.Request::path))
          .as("%s: fetched again", where).noneMatch(here::contains).hasSize(FILES - here.size());
      assertThat(Oracle.visible(disk)).as(where).hasSize(FILES).doesNotContainValue("");
    }
  }

  private static void agrees(PathEntry entry, String text, String where) {
    String expected = entry.state() == PathState.HYDRATED ? "content " + entry.name().substring(4) : "";
    assertThat(text).as("%s: %s", where, entry).isEqualTo(expected);
  }

  private Runner open(SimDisk disk, String process) {
    MirrorParts parts = SimMirror.open(disk, process, Outfit.at(clock)).parts();
    HydrateSettings hydrate = new HydrateSettings(
        HydrateSettings.DEFAULTS.eager(), 1, 2, Duration.ZERO, Duration.ZERO, Duration.ZERO);
    return new Runner(
        parts, new Mirror(
            parts, remote,
            new MirrorSettings(BootstrapSettings.DEFAULTS, hydrate, OpenSettings.DEFAULTS, Duration.ZERO)));
  }
}
