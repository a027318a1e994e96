package io.cistern.fs.probe;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A process that was started for one purpose, and ends with everything that it started. Safe for use by many threads. */
final class ChildProcess implements AutoCloseable {
  /** How long each milder way of ending is given: end of input, then a termination. */
  private static final Duration GRACE = Duration.ofSeconds(1);

  private final Process process;
  private final boolean ownGroup;

  private ChildProcess(Process process, boolean ownGroup) {
    this.process = process;
    this.ownGroup = ownGroup;
  }

  static ChildProcess start(HelperProgram program) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(program.command()).directory(program.directory().toFile());
    builder.environment().clear();
    builder.environment().putAll(program.environment());
    return new ChildProcess(builder.start(), program.ownGroup());
  }

  Process process() {
    return process;
  }

  boolean alive() {
    return process.isAlive();
  }

  /** End of input first, which is how a helper is asked to go; then a termination; then what cannot be refused. */
  @Override
  public void close() {
    List<ProcessHandle> below = process.descendants().toList();
    try {
      process.getOutputStream().close();
    } catch (IOException _) {
      // It does not read any more, which is as good.
    }
    if (!endsWithin(GRACE)) {
      process.destroy();
    }
    if (!endsWithin(GRACE)) {
      process.destroyForcibly();
    }
    endGroup();
    below.forEach(ProcessHandle::destroyForcibly);
    endsWithin(GRACE);
  }

  /** Ends it at once, and its group: it has broken the rules. {@link #close} does the rest. */
  void kill() {
    process.destroy();
    endGroup();
  }

  /** A group lives on without its leader as long as it has a member, and keeps the leader's number for itself. */
  private void endGroup() {
    if (!ownGroup) {
      return;
    }
    try {
      Process kill = new ProcessBuilder("/bin/sh", "-c", "kill -KILL \"-$0\" 2>/dev/null", "" + process.pid())
          .redirectError(ProcessBuilder.Redirect.DISCARD).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
      kill.getOutputStream().close();
      await(kill, GRACE);
    } catch (IOException _) {
      // Its descendants are ended one by one.
    }
  }

  private boolean endsWithin(Duration time) {
    return await(process, time);
  }

  /** An interrupt does not leave a child behind; it is given back afterwards. */
  private static boolean await(Process process, Duration time) {
    boolean interrupted = false;
    long end = System.nanoTime() + time.toNanos();
    try {
      while (true) {
        try {
          return process.waitFor(end - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException _) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
