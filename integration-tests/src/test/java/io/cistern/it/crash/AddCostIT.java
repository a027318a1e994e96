package io.cistern.it.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.application.Mirror;
import io.cistern.application.MirrorSettings;
import io.cistern.application.mutate.add.AddRequest;
import io.cistern.application.mutate.add.AddRoot;
import io.cistern.application.mutate.add.AddSettings;
import io.cistern.application.port.CommitLog;
import io.cistern.application.port.CommitLog.Unretired;
import io.cistern.application.port.HeldLock;
import io.cistern.application.testing.FakeRemote;
import io.cistern.application.testing.ManualClock;
import io.cistern.application.testing.MemorySource;
import io.cistern.domain.journal.LogRecord;
import io.cistern.domain.journal.Origin;
import io.cistern.domain.journal.RecordGroup;
import io.cistern.domain.journal.Retirement;
import io.cistern.domain.manifest.PathEntry;
import io.cistern.domain.manifest.PathState;
import io.cistern.domain.time.Deadline;
import io.cistern.fs.disk.Disk;
import io.cistern.fs.disk.DiskFile;
import io.cistern.fs.testing.Between;
import io.cistern.fs.testing.SimDisk;
import io.cistern.fs.testing.SimOptions;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What one add costs depends on what it adds, and not on how large the mirror is. */
class AddCostIT {
  private static final int LARGE = 100_000;
  private static final long TOLERANCE = 64;
  private static final Set<String> QUIET = Set.of(
      "look", "list", "openToRead", "facts", "read", "close", "canExchange", "user", "tainted", "openForWriting",
      "tryLock", "valid", "toString", "hashCode", "equals");

  private final ManualClock clock = new ManualClock();

  /** Operations by name that change something, and bytes written. */
  private static final class Cost {
    private final Map<String, Integer> operations = new TreeMap<>();
    private long bytes;

    private void count(String method, Object... arguments) {
      if (!QUIET.contains(method)) {
        operations.merge(method, 1, Integer::sum);
      }
      for (Object argument : arguments) {
        bytes += method.equals("write") && argument instanceof ByteBuffer buffer ? buffer.remaining() : 0;
      }
    }
  }

  @Test
  void oneAddWritesAndForcesTheSameInALargeMirrorAsInASmallOne() {
    Cost small = costOfOneAdd(10);
    Cost large = costOfOneAdd(LARGE);

    System.out.println("one add: " + small.operations + ", " + small.bytes + " bytes in a mirror of 10; "
        + large.operations + ", " + large.bytes + " bytes in a mirror of " + LARGE);
    assertThat(large.operations).isEqualTo(small.operations).containsKey("force");
    assertThat(large.bytes).isBetween(small.bytes - TOLERANCE, small.bytes + TOLERANCE);
  }

  private Cost costOfOneAdd(int names) {
    SimDisk disk = new SimDisk(SimOptions.PLAIN, clock);
    SimMirror.create(disk);
    fill(disk, names);
    Cost[] counting = {new Cost()};
    SimMirror inside = SimMirror.open(disk, "A", Outfit.at(clock).onDisk(real -> counted(real, counting)));
    inside.commits().catchUp();
    counting[0] = new Cost();
    MemorySource source = new MemorySource(clock).file("one", "the one file that is added");
    try (Mirror mirror = new Mirror(inside.parts(), new FakeRemote(), MirrorSettings.DEFAULTS)) {
      AddRequest request = AddRequest.of(List.of(new AddRoot(source, "", "/d", false)));
      assertThat(mirror.add(request, AddSettings.DEFAULTS, item -> {}).added()).isEqualTo(1);
    }
    return counting[0];
  }

  private static Disk counted(Disk real, Cost... counting) {
    return Between.callersAnd(Disk.class, real, (method, arguments, call) -> {
      counting[0].count(method, arguments);
      Object result = call.go();
      return result instanceof DiskFile file ? counted(file, counting) : result;
    });
  }

  private static DiskFile counted(DiskFile real, Cost... counting) {
    return Between.callersAnd(DiskFile.class, real, (method, arguments, call) -> {
      counting[0].count(method, arguments);
      return call.go();
    });
  }

  /** Names only, folded into a checkpoint. */
  private void fill(SimDisk disk, int names) {
    SimMirror maker = SimMirror.open(disk, "filler", Outfit.at(clock).foldingAt(1));
    CommitLog log = maker.parts().log();
    try (HeldLock held = maker.parts().lock().acquire(Deadline.NEVER).orElseThrow()) {
      log.catchUp(held);
      List<LogRecord> group = new ArrayList<>();
      for (int i = 0; i < names; i++) {
        PathEntry entry = new PathEntry(
            "/d/%06d".formatted(i), PathState.PLACEHOLDER, Optional.empty(), Optional.empty(), 0, Optional.empty(),
            Optional.empty(), Optional.empty());
        group.add(new LogRecord.Noted(entry, Origin.CLONE));
        if (group.size() == 10_000 || i == names - 1) {
          log.append(held, List.of(new RecordGroup(group)));
          log.retire(held, log.unretired().stream().map(AddCostIT::retirement).toList());
          group.clear();
        }
      }
      log.force(held);
    }
    maker.compact();
    disk.kill("filler");
  }

  private static Retirement retirement(Unretired one) {
    return new Retirement(one.committed().at(), List.of());
  }
}
