package io.cistern.fs.log;

import io.cistern.fs.disk.Disk;
import io.cistern.fs.disk.DiskException;
import io.cistern.fs.disk.FileFacts;
import io.cistern.fs.layout.MirrorLayout;
import java.util.Optional;

/**
 * Where this process stands in the log, and by what it notices that another one has written since: the pointer's inode,
 * the last segment's inode and length, and whether a segment follows (flaw F19: a length alone misses a switch, and a
 * tail that was cut and grew again). Used under the mirror lock only.
 */
final class LogPosition {
  private final Pointer pointer;
  private final long pointerInode;
  private long segmentInode;
  private long closedBytes;
  private SegmentWriter writer;

  /**
   * @param closedBytes of the segments before the writer's that count
   */
  LogPosition(Pointer pointer, SegmentWriter writer, long closedBytes, Disk disk) throws DiskException {
    this.pointer = pointer;
    this.pointerInode = disk.look(MirrorLayout.POINTER).map(FileFacts::inode).orElse(-1L);
    this.writer = writer;
    this.closedBytes = closedBytes;
    this.segmentInode = writer.file().facts().inode();
  }

  Pointer pointer() {
    return pointer;
  }

  SegmentWriter writer() {
    return writer;
  }

  long closedBytes() {
    return closedBytes;
  }

  long logBytes() {
    return closedBytes + writer.end();
  }

  /** Goes on in the next segment. */
  void continueIn(SegmentWriter next) throws DiskException {
    closedBytes += writer.end();
    writer.close();
    writer = next;
    segmentInode = next.file().facts().inode();
  }

  /** Whether nobody else has written since this process looked last or wrote itself. */
  boolean unchanged(Disk disk) throws DiskException {
    long number = writer.header().number();
    Optional<FileFacts> segment = disk.look(MirrorLayout.segment(number));
    return disk.look(MirrorLayout.POINTER).filter(facts -> facts.inode() == pointerInode).isPresent()
        && segment.isPresent()
        && segment.get().inode() == segmentInode
        && segment.get().size() == writer.end()
        && disk.look(MirrorLayout.segment(number + 1)).isEmpty();
  }

  /** Whether a segment opened by its number is the one that this process stands in. */
  boolean standsIn(Segment segment) throws DiskException {
    return segment.header().salt() == writer.header().salt() && segment.file().facts().inode() == segmentInode;
  }
}
