package io.cistern.fs.log;

import io.cistern.fs.disk.DiskFile;

/** An open segment. */
record Segment(SegmentHeader header, String name, DiskFile file) implements AutoCloseable {
  @Override
  public void close() {
    file.close();
  }
}
