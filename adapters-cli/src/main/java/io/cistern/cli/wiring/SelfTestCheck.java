package io.cistern.cli.wiring;

import io.cistern.application.inspect.Check;
import io.cistern.domain.health.Severity;
import io.cistern.fs.disk.DiskException;
import io.cistern.fs.disk.SystemDisk;
import io.cistern.fs.mirror.SelfTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Tries the file system's promises in a directory of its own, which goes afterwards, and says what no try can show. */
final class SelfTestCheck implements Check {
  private static final String ADVICE = "keep mirrors on another file system";

  private final Path directory;

  /**
   * For a directory.
   *
   * @param directory on the file system to be tried
   */
  SelfTestCheck(Path directory) {
    this.directory = directory;
  }

  @Override
  public String name() {
    return "promises of the file system";
  }

  @Override
  public List<Diagnosis> run() {
    List<Diagnosis> found = new ArrayList<>();
    try {
      Path room = Files.createTempDirectory(directory, ".cistern-selftest-");
      try (SystemDisk disk = SystemDisk.open(room)) {
        new SelfTest(disk).run().forEach(trial -> found.add(trial.kept()
            ? new Diagnosis(Severity.NOTE, trial.said(), "")
            : new Diagnosis(Severity.ATTENTION, trial.said(), ADVICE)));
      } finally {
        remove(room);
      }
    } catch (DiskException refused) {
      found.add(new Diagnosis(Severity.ATTENTION, "nothing could be tried: " + refused.getMessage(), ADVICE));
    } catch (IOException refused) {
      found.add(new Diagnosis(
          Severity.ATTENTION, "nothing could be tried: " + refused.getMessage(),
          "check the directory's owner and mode"));
    }
    found.add(new Diagnosis(
        Severity.NOTE, "not known: whether the disk keeps what it says it has forced, and whether a rename between two"
            + " directories survives a power cut as a whole; only a power cut shows that",
        ""));
    return found;
  }

  private static void remove(Path room) throws IOException {
    try (Stream<Path> all = Files.walk(room)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }
}
