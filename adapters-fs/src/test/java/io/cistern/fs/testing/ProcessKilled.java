package io.cistern.fs.testing;

/** Ends a simulated process in the middle of what it does. An error, so that nothing which goes on after a failure catches it. */
public final class ProcessKilled extends Error {
  private static final long serialVersionUID = 1L;

  ProcessKilled(String process) {
    super("process " + process + " is dead");
  }
}
