package io.cistern.cli.wiring;

import io.cistern.application.inspect.Check;
import io.cistern.domain.health.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whether the system lets this program open enough files. */
final class OpenFilesCheck implements Check {
  /** Connections, staged files, directories under way and the log, with room to spare. */
  private static final int ENOUGH = 256;

  private static final Path LIMITS = Path.of("/proc/self/limits");
  private static final Pattern OPEN_FILES = Pattern.compile("(?m)^Max open files\\s+(\\d{1,18})\\s");

  @Override
  public String name() {
    return "limits";
  }

  @Override
  public List<Diagnosis> run() {
    return limit()
        .filter(files -> files < ENOUGH)
        .map(files -> new Diagnosis(
            Severity.ATTENTION, "only " + files + " files may be open at once", "raise it with: ulimit -n 1024"))
        .stream()
        .toList();
  }

  /** Empty where the system does not tell, or knows no limit. */
  private static Optional<Long> limit() {
    try {
      Matcher matcher = OPEN_FILES.matcher(Files.readString(LIMITS));
      return matcher.find() ? Optional.of(Long.parseLong(matcher.group(1))) : Optional.empty();
    } catch (IOException unanswered) {
      return Optional.empty();
    }
  }
}
