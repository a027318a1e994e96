package io.cistern.cli.wiring;

import io.cistern.application.inspect.Check;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.health.Severity;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What the file system can do and promise, and by what means it is used. */
final class FileSystemCheck implements Check {
  private final Path directory;
  private final boolean mirror;

  /**
   * For a directory.
   *
   * @param mirror whether it is a mirror, so that what needs a try has room for it in the control directory
   */
  FileSystemCheck(Path directory, boolean mirror) {
    this.directory = directory;
    this.mirror = mirror;
  }

  @Override
  public String name() {
    return "file system";
  }

  @Override
  public List<Diagnosis> run() {
    try {
      return diagnoses(Place.at(directory));
    } catch (CisternException failed) {
      return List.of(new Diagnosis(Severity.ATTENTION, failed.failure().message(), "check its owner and mode"));
    }
  }

  private List<Diagnosis> diagnoses(Place place) {
    List<Diagnosis> found = new ArrayList<>();
    found.add(new Diagnosis(Severity.NOTE, place.fileSystem() + ", used by " + place.means(), ""));
    if (!place.durable()) {
      found.add(new Diagnosis(
          Severity.NOTE,
          "acknowledged changes survive a killed process here, but not surely a power cut",
          "for that promise, keep mirrors on ext4, xfs, btrfs, zfs or apfs"));
    }
    if (mirror && !place.exchange()) {
      found.add(new Diagnosis(
          Severity.NOTE, "two names cannot be swapped in one step here", "a safe detour is taken instead"));
    }
    return found;
  }
}
