package io.cistern.fs.log;

/**
 * How a test's log grows.
 *
 * @param minimum bytes of log that are not folded
 * @param segment bytes after which the next segment is begun
 */
record LogBudget(long minimum, long segment) {
  static final LogBudget DEFAULT = new LogBudget(16L << 20, SegmentedLog.SEGMENT_BYTES);
}
