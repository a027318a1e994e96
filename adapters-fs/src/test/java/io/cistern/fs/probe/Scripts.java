package io.cistern.fs.probe;

import io.cistern.domain.probe.HomeName;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Helpers as lines of shell. */
final class Scripts {
  /** Reads a question into $line and its number into $id; false at the end of input. */
  static final String NEXT = "next() { IFS= read -r line || return 1; "
      + "id=$(printf '%s' \"$line\" | sed 's/.*\"id\":\"\\([^\"]*\\)\".*/\\1/'); }\n";

  /** Says that the account is $1. */
  static final String SAY = "say() { printf '{\"id\":\"%s\",\"reading\":{\"account\":\"%s\",\"windows\":["
      + "{\"label\":\"requests/h\",\"limit\":10,\"used\":3,\"resetsAt\":\"2026-01-01T13:00:00Z\"}]}}\\n' \"$id\" \"$1\"; }\n";

  /** Answers every question with the home's name. */
  static final String GOOD = "while next; do say \"$HOME_NAME\"; done";

  private Scripts() {}

  static Function<HomeName, HelperProgram> of(Path directory, String script) {
    return home -> HelperProgram.shell(NEXT + SAY + script, environment(home), directory);
  }

  static Map<String, String> environment(HomeName home) {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("/usr/bin:/bin");
    return Map.of("HOME_NAME", home.value(), "PATH", path);
  }
}
