package io.cistern.fs.mirror;

import io.cistern.application.port.HeldLock;
import io.cistern.application.port.MirrorRepair;
import io.cistern.fs.disk.Disk;
import io.cistern.fs.disk.DiskException;
import io.cistern.fs.log.LogRepair;
import io.cistern.fs.tree.Failures;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/** Repairs the log, and keeps aside what the repaired one does not know. For one thread. */
final class FileRepair implements MirrorRepair {
  private final LogRepair log;
  private final Evidence evidence;

  FileRepair(Disk disk, String mirror, LongSupplier unique) {
    this.log = new LogRepair(disk, mirror, unique);
    this.evidence = new Evidence(disk);
  }

  @Override
  public Optional<Plan> plan(HeldLock held) {
    return log.diagnose(held).map(this::plan);
  }

  @Override
  public Optional<Plan> repair(HeldLock held) {
    Optional<LogRepair.Diagnosis> diagnosis = log.diagnose(held);
    Optional<Plan> plan = diagnosis.map(this::plan);
    diagnosis.ifPresent(known -> {
      try {
        List<String> staged = evidence.stagedByTheDead(known.staged());
        log.repair(held, () -> evidence.keep(known.files(), staged));
      } catch (DiskException failed) {
        throw Failures.of(failed);
      }
    });
    return plan;
  }

  private Plan plan(LogRepair.Diagnosis known) {
    try {
      List<String> staged = evidence.stagedByTheDead(known.staged());
      List<String> all = Stream.concat(known.files().stream(), staged.stream()).toList();
      return new Plan(known.damage(), known.kept(), known.lastSeen(), known.lost(), evidence.places(all));
    } catch (DiskException failed) {
      throw Failures.of(failed);
    }
  }
}
