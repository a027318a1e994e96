package io.cistern.it.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.application.Mirror;
import io.cistern.application.MirrorSettings;
import io.cistern.application.clone.BootstrapSettings;
import io.cistern.application.clone.CloneRequest;
import io.cistern.application.hydrate.HydrateSettings;
import io.cistern.application.hydrate.OpenSettings;
import io.cistern.application.testing.FakeRemote;
import io.cistern.domain.manifest.PathEntry;
import io.cistern.domain.manifest.PathState;
import io.cistern.fs.testing.SimDisk;
import io.cistern.fs.testing.SimOptions;
import java.time.Duration;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A clone with all content that is interrupted after every page and after every file: each process gets one step
 * further, and the next one goes on from what the disk holds. Files are read one at a time, so that "in flight" means one.
 */
class InterruptionIT {
  private static final boolean CAMPAIGN = Boolean.getBoolean("cistern.campaign");
  private static final int FILES = CAMPAIGN ? 2_000 : 200;

  /** So many files arrive before a process is interrupted. */
  private static final int EVERY = CAMPAIGN ? 20 : 1;
  private static final int PAGE = CAMPAIGN ? 100 : 20;
  private static final int MOST_PROCESSES = 2 * FILES;

  /** How a process ends. */
  enum End {
    KILL,
    POWER_CUT
  }

  /** What a process dies of; nothing catches it. */
  private static final class Died extends Error {
    private static final long serialVersionUID = 1L;
  }

  private final FakeRemote remote = new FakeRemote();
  private final Ticks clock = new Ticks();
  private final Set<String> hydrated = new TreeSet<>();
  private SimDisk disk = new SimDisk(SimOptions.PLAIN, clock);
  private int processes;
  private int filesOfThisOne;
  private long pagesBefore;

  @ParameterizedTest
  @EnumSource(End.class)
  void aTreePullInterruptedAfterEveryPageAndEveryFileConverges(End end) {
    remote.withoutExport();
    begin();

    long interruptions = untilDone(end);

    long pages = (remote.contents().size() + 9L) / PAGE + FILES / 10 / PAGE + 1;
    assertThat(interruptions).as("interrupted after every page and every " + EVERY + " files")
        .isGreaterThanOrEqualTo(FILES / EVERY);
    assertThat(remote.requests("tree")).as("pages, one twice per interruption")
        .isLessThanOrEqualTo(pages + interruptions);
    assertThat(remote.requests("file")).as("reads, one twice per interruption")
        .isLessThanOrEqualTo(FILES + interruptions);
    System.out.println("InterruptionIT tree, " + end + ": " + FILES + " files, " + interruptions + " interruptions, "
        + remote.requests("tree") + " pages and " + remote.requests("file") + " files asked for");
  }

  @ParameterizedTest
  @EnumSource(End.class)
  void anExportInterruptedInItsMiddleIsGoneOnWithByTheTree(End end) {
    begin();

    long interruptions = untilDone(end);

    assertThat(remote.requests("export")).as("never begun again").isEqualTo(1);
    assertThat(remote.requests("file")).as("reads, one twice per interruption")
        .isLessThanOrEqualTo(FILES + interruptions);
    System.out.println("InterruptionIT export, " + end + ": " + FILES + " files, " + interruptions + " interruptions, "
        + remote.requests("file") + " files asked for");
  }

  private void begin() {
    for (int i = 0; i < FILES; i++) {
      remote.put("/d%03d/f%d".formatted(i / 10, i % 10), "text " + i);
    }
    remote.pageSize(PAGE);
    disk.spare(".holder");
    disk.spare(".lock");
    SimMirror.create(disk);
    remote.beforeEach(request -> {
      if (request.endpoint().equals("file")) {
        assertThat(hydrated).as("read although it is here").doesNotContain(request.path());
      }
      boolean pageIsDone = request.endpoint().equals("tree") && remote.requests("tree") > pagesBefore + 1;
      if (pageIsDone) {
        throw new Died();
      }
    });
  }

  /** Process after process, until one comes to its end; answers how many did not. */
  private long untilDone(End end) {
    while (processes < MOST_PROCESSES) {
      String name = "P" + processes++;
      pagesBefore = remote.requests("tree");
      filesOfThisOne = 0;
      SimProcess process = new SimProcess(name);
      try {
        process.run();
        isTheRemote(process);
        return processes - 1L;
      } catch (Died interrupted) {
        end(name, end);
        remember();
      }
    }
    throw new AssertionError("not done after " + processes + " processes");
  }

  private void end(String process, End how) {
    switch (how) {
      case KILL -> disk.kill(process);
      case POWER_CUT -> {
        disk.cutPower();
        disk = disk.afterPowerCut(disk.survivors(1, processes).choices().iterator().next());
      }
    }
  }

  /** What is here is never to be read again. */
  private void remember() {
    SimMirror reader = SimMirror.open(disk, "reader", Outfit.at(clock));
    Iterator<PathEntry> entries = reader.parts().reader().read().manifest().from("", "");
    hydrated.clear();
    while (entries.hasNext()) {
      PathEntry entry = entries.next();
      if (entry.state() == PathState.HYDRATED) {
        hydrated.add(entry.name());
      }
    }
  }

  private void arrived() {
    filesOfThisOne++;
    if (filesOfThisOne == EVERY) {
      throw new Died();
    }
  }

  private void isTheRemote(SimProcess process) {
    assertThat(process.mirror.status().bootstrap().complete()).isTrue();
    Map<String, String> visible = new TreeMap<>(Oracle.visible(disk));
    assertThat(visible).isEqualTo(remote.contents());
  }

  /** What {@code clone --content all} does, in a process of its own. */
  private final class SimProcess {
    private final Mirror mirror;

    private SimProcess(String name) {
      HydrateSettings hydrate = new HydrateSettings(
          HydrateSettings.DEFAULTS.eager(), 1, 1, Duration.ZERO, Duration.ZERO, Duration.ZERO);
      this.mirror = new Mirror(
          SimMirror.open(disk, name, Outfit.at(clock)).parts(), remote,
          new MirrorSettings(
              BootstrapSettings.DEFAULTS.reading(1), hydrate, OpenSettings.DEFAULTS, Duration.ZERO));
    }

    private void run() {
      mirror.pull(CloneRequest.PLAIN.withContent(), file -> arrived());
    }
  }
}
