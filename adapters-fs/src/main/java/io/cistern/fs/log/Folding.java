package io.cistern.fs.log;

import io.cistern.domain.bootstrap.BootstrapProgress;
import io.cistern.domain.failure.Invariant;
import io.cistern.domain.journal.Sequence;
import io.cistern.fs.disk.DiskException;
import io.cistern.fs.disk.DiskFile;
import io.cistern.fs.layout.MirrorLayout;
import io.cistern.fs.log.checkpoint.CheckpointReader;
import io.cistern.fs.log.checkpoint.CheckpointWriter;
import io.cistern.fs.log.checkpoint.Row;
import io.cistern.fs.log.segment.Forces;
import java.util.Optional;

/**
 * Folds checkpoint and log into the next checkpoint, in two halves: {@link #prepare} writes and forces it under a
 * temporary name and needs no lock, {@link #apply} switches to it under the lock if the mirror is still what was folded.
 */
final class Folding {
  private final LogDirectory directory;
  private final Forces forces;

  Folding(LogDirectory directory, Forces forces) {
    this.directory = directory;
    this.forces = forces;
  }

  /**
   * A checkpoint that is complete, forced, and not in use.
   *
   * @param under the pointer whose log was folded
   * @param upTo the last group folded in
   * @param firstKept the first segment that is needed besides it
   */
  record Prepared(Pointer under, Sequence upTo, long firstKept, String temporary) {
    long generation() {
      return under.generation() + 1;
    }
  }

  /**
   * Writes the checkpoint of a fold.
   *
   * @param fold of everything before {@code firstKept}; not changed by anyone meanwhile
   * @param bootstrap of that fold
   * @throws DiskException when it cannot be written; nothing is left then
   */
  Prepared prepare(Pointer under, Fold fold, BootstrapProgress bootstrap, long firstKept) throws DiskException {
    Invariant.check(fold.unretiredCount() == 0, "I11: a checkpoint drops only retired records");
    String temporary = MirrorLayout.temporary(
        MirrorLayout.checkpoint(fold.at(), directory.nextUnique()), directory.nextUnique());
    Prepared prepared = new Prepared(under, fold.at(), firstKept, temporary);
    try (DiskFile file = directory.disk().create(temporary)) {
      file.reserve(fold.base().map(CheckpointReader::length).orElse(0L));
      CheckpointWriter writer = new CheckpointWriter(file, under.mirror(), prepared.generation());
      MergedRows rows = new MergedRows(fold, new byte[0], false);
      for (Optional<Row> row = rows.next(); row.isPresent(); row = rows.next()) {
        writer.add(row.get());
      }
      writer.finish(fold.at(), fold.watermark(), fold.landmarks(), fold.pins(), bootstrap);
      forces.file(file);
      return prepared;
    } catch (DiskException | RuntimeException failed) {
      directory.dropQuietly(temporary);
      throw failed;
    }
  }

  /**
   * Switches to a prepared checkpoint; false, with the file removed, when the mirror has been switched by someone else
   * since. Everything before its first kept segment, and the log directory, is forced before.
   */
  boolean apply(Prepared prepared) throws DiskException {
    Optional<Pointer> now = directory.pointer();
    if (!now.equals(Optional.of(prepared.under()))) {
      directory.dropQuietly(prepared.temporary());
      return false;
    }
    directory.switchTo(forces, named(prepared));
    return true;
  }

  /** Writes the checkpoint of a fold under its own name, and answers the pointer that would switch to it. */
  Pointer named(Pointer under, Fold fold, BootstrapProgress bootstrap, long firstKept) throws DiskException {
    return named(prepare(under, fold, bootstrap, firstKept));
  }

  private Pointer named(Prepared prepared) throws DiskException {
    String name = MirrorLayout.checkpoint(prepared.upTo(), directory.nextUnique());
    try {
      directory.disk().rename(prepared.temporary(), name);
    } catch (DiskException failed) {
      directory.dropQuietly(prepared.temporary());
      throw failed;
    }
    String fileName = name.substring(MirrorLayout.LOG.length() + 1);
    return new Pointer(
        prepared.under().mirror(), prepared.generation(), Optional.of(fileName), prepared.upTo(),
        prepared.firstKept());
  }
}
