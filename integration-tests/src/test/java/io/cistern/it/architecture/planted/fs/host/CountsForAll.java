package io.cistern.it.architecture.planted.fs.host;

/** Breaks A13: state that every mirror of the process shares. */
final class CountsForAll {
  static int count;

  private CountsForAll() {}
}
