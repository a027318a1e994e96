package io.cistern.fs.lock;

/**
 * Who takes locks, as other processes are told.
 *
 * @param process the system's number
 * @param command for people; holds no secret
 */
public record Caller(long process, String command) {
  /** This process. */
  public static Caller here(String command) {
    return new Caller(ProcessHandle.current().pid(), command);
  }

  /** Whether a process of this number runs here. */
  public static boolean isAlive(long process) {
    return ProcessHandle.of(process).isPresent();
  }
}
