package io.cistern.it.bootstrap;

/** Ends a process between two disk operations. An error, so that nothing which goes on after a failure catches it. */
final class Died extends Error {
  private static final long serialVersionUID = 1L;
}
