package io.cistern.fs.probe;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How a helper is started.
 *
 * @param command program and arguments; everybody can read these, so no secret stands in them
 * @param environment all that the helper sees, nothing of ours besides
 * @param ownGroup whether it is a process group of its own, which is ended as a whole
 */
public record HelperProgram(List<String> command, Map<String, String> environment, Path directory, boolean ownGroup) {
  /** Where the system has setsid, the shell becomes the leader of a group; elsewhere its descendants are ended. */
  private static final String LEADER =
      "if command -v setsid >/dev/null 2>&1; then exec setsid /bin/sh -c \"$0\"; else exec /bin/sh -c \"$0\"; fi";

  public HelperProgram {
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
  }

  /** A line of shell that a user has configured, in a process group of its own. */
  public static HelperProgram shell(String line, Map<String, String> environment, Path directory) {
    List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", LEADER, line));
    return new HelperProgram(command, environment, directory, true);
  }
}
