package io.cistern.fs.log.checkpoint;

import io.cistern.domain.bootstrap.BootstrapProgress;
import io.cistern.domain.failure.Invariant;
import io.cistern.domain.journal.Landmarks;
import io.cistern.domain.journal.Sequence;
import io.cistern.domain.placeholder.Pins;
import io.cistern.domain.workspace.EventCursor;
import io.cistern.fs.disk.DiskException;
import io.cistern.fs.disk.DiskFile;
import io.cistern.fs.log.codec.BootstrapCodec;
import io.cistern.fs.log.codec.ByteWriter;
import io.cistern.fs.log.codec.Checksum;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Streams a checkpoint into a file: entries in order, cut into blocks; then frontier, index, header and footer. Holds one
 * block and the index, never the entries. Not safe for use by several threads.
 */
public final class CheckpointWriter {
  /** How much is gathered before it is written. */
  private static final int GATHER = 256 * 1024;

  private final DiskFile file;
  private final UUID mirror;
  private final long generation;
  private final ByteWriter gathered = new ByteWriter(GATHER + CheckpointFormat.BLOCK);
  private final ByteWriter block = new ByteWriter(CheckpointFormat.BLOCK * 2);
  private final ByteWriter index = new ByteWriter(64 * 1024);
  private final Tally tally = new Tally();
  private long written;
  private long entries;
  private byte[] previous = new byte[0];
  private byte[] blockFirst = previous;
  private int blockEntries;
  private int blockOthers;
  private int blocks;

  public CheckpointWriter(DiskFile file, UUID mirror, long generation) {
    this.file = file;
    this.mirror = mirror;
    this.generation = generation;
    gathered.u64(CheckpointFormat.MAGIC);
    gathered.u32(CheckpointFormat.VERSION);
    gathered.u32(0);
    gathered.u64(mirror.getMostSignificantBits());
    gathered.u64(mirror.getLeastSignificantBits());
    gathered.u32((int) (generation >>> 32));
    gathered.u32((int) generation);
    gathered.u32(0);
    gathered.u32(Checksum.of(0, 0, gathered.array(), 0, gathered.length()));
  }

  /** Adds an entry; names come in ascending order, each once. */
  public void add(Row row) throws DiskException {
    Invariant.check(
        entries == 0 || Arrays.compareUnsigned(previous, row.name()) < 0, "entries of a checkpoint ascend");
    int shared = 0;
    if (blockEntries == 0) {
      blockFirst = row.name();
    } else {
      int mismatch = Arrays.mismatch(previous, row.name());
      shared = mismatch < 0 ? row.name().length : mismatch;
    }
    block.varint(shared);
    block.varint(row.name().length - shared);
    block.raw(row.name(), shared, row.name().length - shared);
    block.blob(row.body());
    tally.plus(row.body());
    blockEntries++;
    blockOthers += row.placeholder() ? 0 : 1;
    entries++;
    previous = row.name();
    if (block.length() >= CheckpointFormat.BLOCK) {
      closeBlock();
    }
  }

  /** Writes what follows the entries. The file is complete then, and not yet forced. */
  public CheckpointHeader finish(
      Sequence upTo, Optional<EventCursor> watermark, Landmarks landmarks, Pins pins, BootstrapProgress bootstrap)
      throws DiskException {
    if (blockEntries > 0) {
      closeBlock();
    }
    CheckpointHeader header = new CheckpointHeader(
        mirror, generation, upTo, entries, tally.counts(), watermark, landmarks, pins, bootstrap);
    ByteWriter frontier = new ByteWriter(1024);
    BootstrapCodec.texts(frontier, bootstrap.frontier().toList());
    ByteWriter wholeIndex = new ByteWriter(index.length() + 10);
    wholeIndex.varint(blocks);
    wholeIndex.raw(index.array(), 0, index.length());
    ByteWriter footer = new ByteWriter(CheckpointFormat.FOOTER);
    for (byte[] section : List.of(frontier.toBytes(), wholeIndex.toBytes(), header.toBytes())) {
      footer.u64(place());
      footer.u64(section.length);
      footer.u32(Checksum.of(generation, place(), section, 0, section.length));
      gathered.raw(section);
    }
    footer.u64(place() + CheckpointFormat.FOOTER);
    footer.u32(0);
    footer.u32(Checksum.of(generation, 0, footer.array(), 0, footer.length()));
    footer.u64(CheckpointFormat.FOOTER_MAGIC);
    footer.u32(CheckpointFormat.VERSION);
    gathered.raw(footer.toBytes());
    flush();
    return header;
  }

  private void closeBlock() throws DiskException {
    block.u32(Checksum.of(generation, place(), block.array(), 0, block.length()));
    index.blob(blockFirst);
    index.varint(place());
    index.varint(block.length());
    index.varint(blockEntries);
    index.varint(blockOthers);
    gathered.raw(block.array(), 0, block.length());
    block.clear();
    blockEntries = 0;
    blockOthers = 0;
    blocks++;
    if (gathered.length() >= GATHER) {
      flush();
    }
  }

  private long place() {
    return written + gathered.length();
  }

  private void flush() throws DiskException {
    file.write(written, ByteBuffer.wrap(gathered.array(), 0, gathered.length()));
    written += gathered.length();
    gathered.clear();
  }
}
