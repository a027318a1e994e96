package io.cistern.it.benchmark;

import java.util.List;

/** The usual summary of many times. */
final class Percentile {
  private Percentile() {}

  /** So many per cent of these nanoseconds are no longer than the answer, in microseconds. */
  static long of(List<Long> nanos, int percent) {
    List<Long> sorted = nanos.stream().sorted().toList();
    return sorted.get(Math.min(sorted.size() - 1, sorted.size() * percent / 100)) / 1_000;
  }
}
