package io.cistern.fs.log.segment;

import io.cistern.fs.disk.DiskFile;

/** An open segment. */
public record Segment(SegmentHeader header, String name, DiskFile file) implements AutoCloseable {
  @Override
  public void close() {
    file.close();
  }
}
