package io.cistern.it.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.application.hydrate.HydrateReport;
import io.cistern.application.inspect.Verdict;
import io.cistern.application.testing.FakeRemote;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.manifest.PathState;
import io.cistern.domain.placeholder.Selection;
import io.cistern.fs.testing.SimDisk;
import io.cistern.fs.testing.SimOptions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** No space is left on the device: what makes room and what looks still work, in this process and in the next. */
class GivingBackOnAFullDiskIT {
  private static final Workspace WORKSPACE = new Workspace(
      new TreeMap<>(Map.of("/a", "a's content", "/b", "b's content", "/c", "c's content", "/later", "later")), 10, 3,
      2);

  /** Nothing can be written; a name and an inode can be had, as where those were made when the device was. */
  private static final long LESS_THAN_A_BLOCK = 4095;

  private final FakeRemote remote = WORKSPACE.remote();
  private final Outfit outfit = Outfit.usual();
  private final SimDisk disk = new SimDisk(SimOptions.PLAIN, outfit.clock());
  private final Told told = new Told(WORKSPACE);

  @Test
  void dehydrateAndStatusWorkWithNoSpaceLeftOnTheDevice() {
    SimMirror.create(disk);
    try (SimProgram program = open("A")) {
      program.pullNames(told);
      program.hydrate(new Selection.Named(List.of("/?")), told);
      disk.leaveBytes(LESS_THAN_A_BLOCK);

      HydrateReport refused = program.hydrate(new Selection.Named(List.of("/later")), told);
      assertThat(refused.failed()).isOne();
      assertThat(refused.endedEarly().or(refused::firstFailure)).get().isInstanceOf(Failure.LocalDiskFull.class);
      assertThat(hydrated(program)).isEqualTo(3);
      assertThat(program.dehydrate("/a").firstFailure()).isEmpty();
      assertThat(hydrated(program)).isEqualTo(2);
    }
    disk.kill("A");
    disk.leaveBytes(LESS_THAN_A_BLOCK);
    try (SimProgram next = open("B")) {
      assertThat(next.status().verdict()).isNotEqualTo(Verdict.DAMAGED);
      assertThat(next.dehydrate("/b", "/c").firstFailure()).isEmpty();
      assertThat(hydrated(next)).isZero();
      assertThat(next.status().recoveryDue()).isFalse();
    }
    disk.kill("B");

    disk.leaveRoom();
    try (SimProgram last = open("C")) {
      assertThat(last.hydrate(new Selection.Everything(), told).hydrated()).isEqualTo(4);
      assertThat(hydrated(last)).isEqualTo(4);
    }
  }

  @Test
  void whereNotEvenANameFitsNothingIsLostAndStatusWorks() {
    SimMirror.create(disk);
    try (SimProgram program = open("A")) {
      program.pullNames(told);
      program.hydrate(new Selection.Named(List.of("/a")), told);
      disk.fill();

      assertThat(program.dehydrate("/a").firstFailure()).get().isInstanceOf(Failure.LocalDiskFull.class);
      assertThat(hydrated(program)).isOne();
      disk.leaveRoom();
      assertThat(program.dehydrate("/a").firstFailure()).isEmpty();
      assertThat(hydrated(program)).isZero();
    }
  }

  private SimProgram open(String process) {
    return SimProgram.open(disk, process, outfit, remote, WORKSPACE);
  }

  private static long hydrated(SimProgram program) {
    return program.status().paths().of(PathState.HYDRATED);
  }
}
