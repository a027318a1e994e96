package io.cistern.fs.disk;

import io.cistern.domain.budget.Clocks;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/**
 * The clock that nobody can set. On Linux it is the system's time since the boot, sleep included, which all processes of
 * one boot read alike; elsewhere it is this process's own, and means nothing to others. Safe for use by many threads.
 */
public final class SteadyClock implements Function<Instant, Clocks> {
  /** {@code CLOCK_BOOTTIME}. */
  private static final long SINCE_BOOT = 7;

  private static final Path BOOT = Path.of("/proc/sys/kernel/random/boot_id");

  /** Containers may shift the clock for those within, who then must not compare with those without. */
  private static final Path SHIFT = Path.of("/proc/self/ns/time");

  private final Optional<Libc> libc;
  private final String era;

  private SteadyClock(Optional<Libc> libc, String era) {
    this.libc = libc;
    this.era = era;
  }

  /** The best one that this machine has. */
  public static SteadyClock ofThisMachine() {
    Optional<Libc> libc = Libc.load();
    Optional<String> boot = libc.flatMap(_ -> boot());
    if (boot.isPresent()) {
      SteadyClock clock = new SteadyClock(libc, boot.get());
      if (clock.sinceBoot(libc.get()).isPresent()) {
        return clock;
      }
    }
    // Nobody else has this process's number and start; in an era of its own it compares with nothing.
    String started = ProcessHandle.current().info().startInstant().map(Instant::toString).orElse("");
    return new SteadyClock(Optional.empty(), "process-" + ProcessHandle.current().pid() + "-" + started);
  }

  /** All clocks, when the wall clock says so. */
  @Override
  public Clocks apply(Instant wall) {
    Duration steady = libc.flatMap(this::sinceBoot).orElseGet(() -> Duration.ofNanos(System.nanoTime()));
    return new Clocks(era, steady, wall);
  }

  private Optional<Duration> sinceBoot(Libc calls) {
    try (Scratch scratch = calls.borrow()) {
      long result = calls.call(
          scratch, calls.machine().clockGettime(), SINCE_BOOT, scratch.structure().address(), 0);
      return result < 0
          ? Optional.empty()
          : Optional.of(Duration.ofSeconds(
              scratch.structure().get(ValueLayout.JAVA_LONG, 0), scratch.structure().get(ValueLayout.JAVA_LONG, 8)));
    }
  }

  private static Optional<String> boot() {
    try {
      String boot = Files.readString(BOOT).strip();
      String shift = Files.exists(SHIFT) ? " " + Files.readSymbolicLink(SHIFT) : "";
      String era = boot + shift;
      return boot.isEmpty() || era.length() > 128 ? Optional.empty() : Optional.of(era);
    } catch (IOException | SecurityException unreadable) {
      return Optional.empty();
    }
  }
}
