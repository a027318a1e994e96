package io.cistern.fs.probe;

import io.cistern.application.port.Pauses;
import io.cistern.application.port.SharedReadings;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.probe.Fingerprint;
import io.cistern.domain.probe.ProbeTarget;
import io.cistern.domain.probe.Reading;
import io.cistern.domain.time.Deadline;
import io.cistern.fs.disk.Disk;
import io.cistern.fs.disk.DiskException;
import io.cistern.fs.disk.DiskLock;
import io.cistern.fs.disk.SystemDisk;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One small file per target in a directory of the user's, and two locks beside it: {@code .turn} is held by whoever asks,
 * for as long as that takes, {@code .lock} for the moment of a change. A file that cannot be read or written costs a
 * question, never an answer. Safe for use by many threads.
 */
public final class FileReadings implements SharedReadings, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FileReadings.class);

  /** How often whoever waits looks again; a probe takes some hundred milliseconds. */
  private static final Duration GLANCE = Duration.ofMillis(20);

  /** A change takes a millisecond; whoever holds its lock longer than this has been stopped. */
  private static final Duration LONGEST_CHANGE = Duration.ofSeconds(1);

  private final Disk disk;
  private final KeptFile file;
  private final InstantSource clock;
  private final Pauses pauses;

  private FileReadings(Disk disk, InstantSource clock, Pauses pauses) {
    this.disk = disk;
    this.file = new KeptFile(disk);
    this.clock = clock;
    this.pauses = pauses;
  }

  /**
   * Opens a directory that is there.
   *
   * @param directory the user's alone
   */
  public static FileReadings in(Path directory, InstantSource clock, Pauses pauses) {
    try {
      return new FileReadings(SystemDisk.open(directory), clock, pauses);
    } catch (DiskException failed) {
      throw new CisternException(
          new Failure.LocalIo(directory.toString(), "cannot use " + directory + ": " + failed.detail()), failed);
    }
  }

  @Override
  public Optional<Turn> turn(ProbeTarget target, Deadline deadline) {
    Optional<DiskLock> lock = lock(name(target) + ".turn", deadline);
    return lock.map(held -> new LockedTurn(target, held, read(target).map(KeptFile.Kept::drops).orElse(0L)));
  }

  @Override
  public Optional<Reading> known(ProbeTarget target, Fingerprint credential) {
    return read(target).filter(kept -> kept.credential().equals(credential.hex())).flatMap(KeptFile.Kept::reading);
  }

  @Override
  public void drop(ProbeTarget target) {
    change(target, () -> file.write(name(target), new KeptFile.Kept(
        read(target).map(KeptFile.Kept::drops).orElse(0L) + 1, "", Optional.empty())));
  }

  @Override
  public void close() {
    disk.close();
  }

  private final class LockedTurn implements Turn {
    private final ProbeTarget target;
    private final DiskLock lock;
    private final long drops;

    private LockedTurn(ProbeTarget target, DiskLock lock, long drops) {
      this.target = target;
      this.lock = lock;
      this.drops = drops;
    }

    @Override
    public void keep(Fingerprint credential, Reading reading) {
      change(target, () -> {
        if (read(target).map(KeptFile.Kept::drops).orElse(0L) == drops) {
          file.write(name(target), new KeptFile.Kept(drops, credential.hex(), Optional.of(reading)));
        }
      });
    }

    @Override
    public void close() {
      lock.close();
    }
  }

  /** Something that is done to a file while nobody else changes it. */
  @FunctionalInterface
  private interface Change {
    void run() throws DiskException;
  }

  private void change(ProbeTarget target, Change change) {
    Optional<DiskLock> lock = lock(name(target) + ".lock", Deadline.after(clock.instant(), LONGEST_CHANGE));
    if (lock.isEmpty()) {
      LOG.debug("event=reading-not-kept target={} why=locked", target);
      return;
    }
    try (DiskLock _ = lock.get()) {
      change.run();
    } catch (DiskException failed) {
      LOG.debug("event=reading-not-kept target={} why=\"{}\"", target, failed.getMessage());
    }
  }

  /** Where no lock can be had at all, everybody has it: several may ask then, which is what a lock would have saved. */
  private Optional<DiskLock> lock(String name, Deadline deadline) {
    while (true) {
      try {
        Optional<DiskLock> lock = disk.tryLock(name);
        if (lock.isPresent() || deadline.passed(clock.instant())) {
          return lock;
        }
      } catch (DiskException impossible) {
        LOG.debug("event=readings-not-shared why=\"{}\"", impossible.getMessage());
        return Optional.of(new NoLock());
      }
      pauses.until(clock.instant().plus(GLANCE));
    }
  }

  private Optional<KeptFile.Kept> read(ProbeTarget target) {
    return file.read(name(target));
  }

  /** A provider's name holds no dot, so no two targets share a name. */
  private static String name(ProbeTarget target) {
    return target.home().value() + "." + target.provider().value();
  }

  private record NoLock() implements DiskLock {
    @Override
    public boolean valid() {
      return true;
    }

    @Override
    public void close() {}
  }
}
