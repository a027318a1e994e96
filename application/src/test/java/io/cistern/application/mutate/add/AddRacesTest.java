package io.cistern.application.mutate.add;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cistern.application.testing.MemoryFaults.Point;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.manifest.PathState;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What happens between the scan, the preparation and the commit, and what fails there. */
class AddRacesTest {
  private final AddBench add = new AddBench();

  @Test
  void aSourceThatChangedSinceItWasReadIsAddedWithItsNewBytes() {
    add.source.file("a", "old");
    once(() -> add.source.file("a", "brand new"));

    add.add();

    assertThat(add.words()).isEqualTo(Map.of("/a", "added"));
    assertThat(add.mirror().visible("/a")).contains("brand new");
    assertThat(add.leftStaged()).isEmpty();
  }

  @Test
  void aSourceThatNeverRestsIsGivenUpAfterThreeTimes() {
    add.source.file("a", "0").file("b", "still");
    AtomicInteger version = new AtomicInteger();
    add.source.onOpen(name -> {
      if (name.equals("a")) {
        add.source.file("a", "v" + version.incrementAndGet());
      }
    });

    add.add();

    assertThat(add.words()).isEqualTo(Map.of("/a", "SOURCE_CHANGING", "/b", "added"));
    assertThat(version).hasValue(3);
    assertThat(add.leftStaged()).isEmpty();
  }

  @Test
  void aSourceThatIsGoneFails() {
    add.source.file("a", "0");
    once(() -> add.source.remove("a"));

    add.add();

    assertThat(add.words()).isEqualTo(Map.of("/a", "UNREADABLE"));
  }

  @Test
  void stagingThatGotLostIsFilledAgain() {
    add.jobs = 1;
    add.source.file("a", "text").file("b", "next");
    AtomicInteger opened = new AtomicInteger();
    add.source.onOpen(name -> {
      if (name.equals("b") && opened.incrementAndGet() == 1) {
        add.mirror().loseStaging();
      }
    });

    add.add();

    assertThat(add.words()).isEqualTo(Map.of("/a", "added", "/b", "added"));
    assertThat(add.mirror().visible("/a")).contains("text");
  }

  @Test
  void whatAnotherProcessAddedMeanwhileIsKnownUnderTheLock() {
    AddBench other = add.another();
    other.source.file("a", "same");
    add.source.file("a", "same");
    once(other::add);

    add.add();

    assertThat(other.words()).isEqualTo(Map.of("/a", "added"));
    assertThat(add.words()).isEqualTo(Map.of("/a", "skipped"));
    assertThat(other.leftStaged()).isEmpty();
  }

  @Test
  void aFileThatAPersonPutThereMeanwhileKeepsTheName() {
    add.source.file("a", "added");
    once(() -> add.mirror().personWrites("/a", "mine"));

    add.add();

    assertThat(add.words()).isEqualTo(Map.of("/a", "CHANGED_HERE"));
    assertThat(add.mirror().visible("/a")).contains("mine");
    assertThat(add.bench.states()).doesNotContainKey("/a");
    assertThat(add.leftStaged()).isEmpty();
  }

  @Test
  void anInterruptedBatchKeepsWhatIsDoneAndLeavesNothingStaged() {
    for (int i = 0; i < 2000; i++) {
      add.source.file("f%04d".formatted(i), "text");
    }
    AtomicInteger told = new AtomicInteger();

    AddReport report = add.addFiles().add(add.request(""), item -> {
      if (told.incrementAndGet() == 10) {
        add.stop.stop();
      }
    }, io.cistern.application.port.Progress.silent(), add.stop);

    assertThat(report.endedEarly()).containsInstanceOf(Failure.Interrupted.class);
    assertThat(report.added()).isBetween(10L, 1000L);
    assertThat(report.added() + report.failed()).isEqualTo(2000);
    assertThat(add.bench.states().values()).hasSize((int) report.added()).containsOnly(PathState.ADDED);
    assertThat(add.leftStaged()).isEmpty();
  }

  @Test
  void anInterruptThatComesDuringACommitLeavesItsOutcomeToTheRecord() {
    add.jobs = 1;
    add.source.file("a", "1").file("b", "2");
    add.mirror().commits().between(() -> {
      if (add.mirror().visible("/a").isPresent()) {
        add.stop.stop();
      }
    });

    add.add();

    add.mirror().visibleNames().forEach(name -> assertThat(add.words()).containsEntry(name, "added"));
    assertThat(add.words()).containsEntry("/a", "added");
    assertThat(add.leftStaged()).isEmpty();
  }

  @Test
  void aCommitThatFailsFailsItsFilesAndALaterRunAddsThem() {
    add.source.file("a", "1");
    add.mirror().faults().next(Point.APPEND, 1);

    AddReport report = add.add();

    assertThat(report.failed()).isEqualTo(1);
    add.add();
    assertThat(add.words()).isEqualTo(Map.of("/a", "added"));
  }

  @Test
  void aFullDiskWhileStagingFailsThatFileOnly() {
    add.jobs = 1;
    add.source.file("a", "1").file("b", "2").file("c", "3");
    add.mirror().faults().after(Point.STAGE, 1, 1);

    add.add();

    assertThat(add.words()).isEqualTo(Map.of("/a", "added", "/b", "FAILED", "/c", "added"));
    assertThat(add.items.get(1).outcome()).isInstanceOfSatisfying(
        AddOutcome.Failed.class,
        failed -> assertThat(failed.failure()).isInstanceOf(Failure.LocalDiskFull.class));
  }

  @Test
  void aFailureAfterTheCommitPointIsAWarningAndTheFileStaysAdded() {
    add.source.file("a", "1");
    add.mirror().faults().next(Point.PUBLISH, 1);

    add.add();

    assertThat(add.words()).isEqualTo(Map.of("/a", "added"));
    assertThat(add.items.getFirst().warning()).isPresent();
    add.mirror().commits().catchUp();
    assertThat(add.mirror().visible("/a")).contains("1");
  }

  @Test
  void aFailedForceEndsTheRun() {
    add.source.file("a", "1").file("b", "2");
    add.mirror().faults().next(Point.FORCE_STAGING, 1);

    AddReport report = add.add();

    assertThat(report.endedEarly()).containsInstanceOf(Failure.MirrorTainted.class);
    assertThat(report.added()).isZero();
    assertThat(report.failed()).isEqualTo(2);
  }

  @Test
  void anErrorWhilePreparingIsThrownAndNobodyWaitsForEver() {
    add.source.file("a", "1").file("b", "2").file("c", "3");
    add.source.onOpen(name -> {
      throw new AssertionError("planted");
    });

    assertThatThrownBy(add::add).isInstanceOf(AssertionError.class).hasMessage("planted");
    assertThat(add.leftStaged()).isEmpty();
  }

  private void once(Runnable deed) {
    AtomicInteger times = new AtomicInteger();
    add.source.onOpen(name -> {
      if (times.incrementAndGet() == 1) {
        deed.run();
      }
    });
  }
}
