package io.cistern.cli.wiring;

import io.cistern.application.inspect.Check;
import io.cistern.domain.health.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Whether there is room to work. */
final class SpaceCheck implements Check {
  /** A log segment, a checkpoint beside the old one, and a few files of ordinary size. */
  private static final long ENOUGH = 100L << 20;

  private final Path directory;

  SpaceCheck(Path directory) {
    this.directory = directory;
  }

  @Override
  public String name() {
    return "disk space";
  }

  @Override
  public List<Diagnosis> run() {
    try {
      long usable = Files.getFileStore(directory).getUsableSpace();
      return usable >= ENOUGH
          ? List.of()
          : List.of(new Diagnosis(
              Severity.ATTENTION, "only " + (usable >> 20) + " MiB are free", "make room on the disk"));
    } catch (IOException unanswered) {
      return List.of(new Diagnosis(Severity.NOTE, "the free space is not told: " + unanswered.getMessage(), ""));
    }
  }
}
