package io.cistern.cli.wiring;

import io.cistern.application.inspect.Check;
import io.cistern.domain.health.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** Whether the clock can be right. */
final class ClockCheck implements Check {
  /** Network file systems stamp with their own clock. */
  private static final Duration TOLERANCE = Duration.ofMinutes(1);

  private final Path directory;
  private final InstantSource clock;

  ClockCheck(Path directory, InstantSource clock) {
    this.directory = directory;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "clock";
  }

  @Override
  public List<Diagnosis> run() {
    try {
      Instant changed = Files.getLastModifiedTime(directory).toInstant();
      return changed.isAfter(clock.instant().plus(TOLERANCE))
          ? List.of(new Diagnosis(
              Severity.ATTENTION, "the clock says " + clock.instant() + ", but " + directory + " was changed at "
                  + changed, "set the clock: tokens and deadlines depend on it"))
          : List.of();
    } catch (IOException unanswered) {
      return List.of(new Diagnosis(Severity.NOTE, "nothing to compare the clock with: " + unanswered.getMessage(), ""));
    }
  }
}
