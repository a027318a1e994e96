package io.cistern.fs.testing;

/** Ends every simulated process at once. An error, so that nothing which goes on after a failure catches it. */
public final class PowerCut extends Error {
  private static final long serialVersionUID = 1L;

  PowerCut() {
    super("the power is off");
  }
}
