package io.cistern.it.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.cistern.application.Mirror;
import io.cistern.application.MirrorParts;
import io.cistern.application.MirrorSettings;
import io.cistern.application.clone.BootstrapSettings;
import io.cistern.application.clone.CloneRequest;
import io.cistern.application.hydrate.HydrateSettings;
import io.cistern.application.hydrate.OpenSettings;
import io.cistern.application.testing.ManualClock;
import io.cistern.application.testing.ManualPauses;
import io.cistern.domain.workspace.WorkspaceId;
import io.cistern.fs.mirror.FileMirror;
import io.cistern.fs.mirror.MirrorHost;
import io.cistern.fs.testing.SimDisk;
import io.cistern.fs.testing.SimOptions;
import io.cistern.http.virtual.Request;
import io.cistern.http.virtual.VirtualBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What it costs to go on with many directories waiting (sixth point of acceptance). */
class ResumeCostIT {
  private static final boolean CAMPAIGN = Boolean.getBoolean("cistern.campaign");
  private static final int MANY = CAMPAIGN ? 14_000 : 3_000;
  private static final int FEW = 10;

  /** What the length of a name or a number may add. */
  private static final long SLACK = 32;

  private static final BootstrapSettings ONE_LEVEL = BootstrapSettings.listing(1, 0, 0).reading(1);

  @Test
  void aResumedProcessAsksForNothingBeforeTheListingItWasAt() {
    Scene scene = new Scene(6).with(ONE_LEVEL);
    scene.putFiles("/d%05d/f", MANY);
    Program first = scene.program();
    killAtTheFirstDirectory(scene.broker(), first::killed);
    first.dies(CloneRequest.PLAIN);
    assertThat(scene.progress().frontier().size()).isEqualTo(MANY);
    scene.broker().forgetRequests();
    Program second = scene.program();
    AtomicInteger listings = new AtomicInteger();
    scene.broker().before(request -> {
      if (listings.incrementAndGet() == 3) {
        second.stop();
      }
    });

    second.fails(CloneRequest.PLAIN);

    Request useful = scene.broker().requests().getFirst();
    assertThat(useful.endpoint() + " " + useful.path()).isEqualTo("tree /d00000");
    assertThat(useful.sent()).as("bytes of the first answer").isLessThan(500);
    assertThat(scene.asked("tree")).containsExactly("/d00000", "/d00001", "/d00002");
    scene.isSound();
  }

  @Test
  void aPagesCheckpointCostsWhatMovedHoweverManyDirectoriesWait() {
    OnDisk few = new OnDisk(FEW);
    OnDisk many = new OnDisk(MANY);

    long cheap = few.logBytesOfOneDirectory();
    long measured = many.logBytesOfOneDirectory();

    System.out.println("ResumeCostIT: a directory of one file costs " + cheap + " bytes of log with " + FEW
        + " waiting, " + measured + " with " + MANY);
    assertThat(cheap).isPositive();
    assertThat(measured).isLessThanOrEqualTo(cheap + SLACK);
  }

  private static void killAtTheFirstDirectory(VirtualBroker broker, java.util.function.Supplier<Error> killed) {
    broker.before(request -> {
      if (request.path().equals("/d00000")) {
        throw killed.get();
      }
    });
  }

  /** The same walk with the product's own log, on a simulated disk. */
  private static final class OnDisk {
    private final ManualClock clock = new ManualClock();
    private final ManualPauses pauses = new ManualPauses(clock);
    private final VirtualBroker broker = new VirtualBroker(clock, pauses, 6);
    private final SimDisk disk = new SimDisk(SimOptions.PLAIN, clock);

    private OnDisk(int directories) {
      for (int i = 0; i < directories; i++) {
        broker.put("/d%05d/f".formatted(i), "f");
      }
      FileMirror.createOn(
          disk.process("maker"), "http://127.0.0.1:1", WorkspaceId.parse("ws").orElseThrow(), "/", host("maker"));
      disk.kill("maker");
    }

    private long logBytesOfOneDirectory() {
      runUntil("first", "/d00000");
      long before = logBytes();
      runUntil("second", "/d00001");
      return logBytes() - before;
    }

    /** A process that dies when it asks for this directory. */
    private void runUntil(String process, String directory) {
      MirrorParts parts = parts(process);
      Mirror mirror = new Mirror(
          parts, broker.connect(),
          new MirrorSettings(ONE_LEVEL, HydrateSettings.DEFAULTS, OpenSettings.DEFAULTS, Duration.ZERO));
      broker.before(request -> {
        if (request.path().equals(directory)) {
          disk.kill(process);
          throw new Program.Killed();
        }
      });
      assertThat(catchThrowableOfType(Program.Killed.class, mirror::pullNames)).isNotNull();
    }

    private long logBytes() {
      return parts("reader").reader().read().logBytes();
    }

    private MirrorParts parts(String process) {
      return FileMirror.over(
          disk.process(process), Path.of("/sim"), host(process), 1L << 24).parts();
    }

    private MirrorHost host(String process) {
      Random random = new Random(process.hashCode() + 31 * disk.steps());
      return new MirrorHost(clock, pauses, random::nextLong, process);
    }
  }
}
