package io.cistern.fs.log.checkpoint;

import io.cistern.domain.bootstrap.BootstrapProgress;
import io.cistern.domain.bootstrap.Frontier;
import io.cistern.fs.disk.DiskException;
import io.cistern.fs.disk.DiskFile;
import io.cistern.fs.log.codec.BootstrapCodec;
import io.cistern.fs.log.codec.ByteReader;
import io.cistern.fs.log.codec.FileBytes;
import io.cistern.fs.log.codec.LogFailures;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Reads a checkpoint in place: opening it reads footer and header, the first lookup its index, each lookup at most one
 * block. Keeps a few blocks. What does not read back is {@code MIRROR_DAMAGED}. Safe for use by many threads.
 */
public final class CheckpointReader implements AutoCloseable {
  /** Lookups come in order, and a few come from other threads; a block unpacked takes some forty kilobytes. */
  private static final int KEPT_BLOCKS = 16;

  private final DiskFile file;
  private final String name;
  private final long length;
  private final CheckpointFooter footer;
  private final CheckpointHeader header;
  private final Map<Integer, Block> kept = new LinkedHashMap<>(KEPT_BLOCKS * 2, 0.75f, true);
  private Optional<List<Block.Place>> index = Optional.empty();

  private CheckpointReader(
      DiskFile file, String name, long length, CheckpointFooter footer, CheckpointHeader header) {
    this.file = file;
    this.name = name;
    this.length = length;
    this.footer = footer;
    this.header = header;
  }

  /** Opens a checkpoint of this mirror; the file is closed with the reader. */
  public static CheckpointReader open(DiskFile file, String name, UUID mirror, long generation) throws DiskException {
    long length = file.facts().size();
    CheckpointFooter.checkPreamble(FileBytes.read(file, 0, CheckpointFormat.PREAMBLE), name, mirror, generation);
    long footerAt = Math.max(0, length - CheckpointFormat.FOOTER);
    byte[] end = FileBytes.read(file, footerAt, (int) (length - footerAt));
    CheckpointFooter footer = CheckpointFooter.parse(end, length, generation, name);
    CheckpointHeader header =
        CheckpointHeader.parse(footer.read(file, footer.header(), "the header of " + name), name);
    if (!header.mirror().equals(mirror) || header.generation() != generation) {
      throw LogFailures.damaged(name + " is not the checkpoint that the pointer means");
    }
    return new CheckpointReader(file, name, length, footer, header);
  }

  /** As {@link #open}, whatever generation it is of. */
  public static CheckpointReader openAny(DiskFile file, String name, UUID mirror) throws DiskException {
    byte[] beginning = FileBytes.read(file, 0, CheckpointFormat.PREAMBLE);
    return open(file, name, mirror, CheckpointFooter.generation(beginning, name));
  }

  public CheckpointHeader header() {
    return header;
  }

  /** Bytes of the file. */
  public long length() {
    return length;
  }

  /** The bootstrap with its frontier, which is read now. */
  public synchronized BootstrapProgress bootstrap() throws DiskException {
    ByteReader in = new ByteReader(
        footer.read(file, footer.frontier(), "the frontier of " + name), "the frontier of " + name);
    List<String> frontier = BootstrapCodec.texts(in);
    in.expectEnd();
    return header.bootstrap().withFrontier(Frontier.of(frontier));
  }

  public synchronized Optional<byte[]> find(byte[] wanted) throws DiskException {
    int block = blockOf(wanted);
    return block < 0 ? Optional.empty() : block(block).find(wanted);
  }

  /** A cursor that stands before the first entry whose name is not before {@code from}. */
  public Cursor from(byte[] from, boolean withoutPlaceholders) throws DiskException {
    return new Cursor(from, withoutPlaceholders);
  }

  @Override
  public void close() {
    file.close();
  }

  /** Walks the entries in order. Not safe for use by several threads. */
  public final class Cursor {
    private final boolean withoutPlaceholders;
    private int block;
    private int at;
    private Optional<Block> open = Optional.empty();

    private Cursor(byte[] from, boolean withoutPlaceholders) throws DiskException {
      this.withoutPlaceholders = withoutPlaceholders;
      this.block = Math.max(0, blockOf(from));
      openNext();
      if (open.isPresent() && Arrays.compareUnsigned(from, index().get(block).first()) > 0) {
        at = open.get().ceiling(from);
      }
    }

    /** The next entry; empty at the end. */
    public Optional<Row> next() throws DiskException {
      while (open.isPresent()) {
        while (at < open.get().size()) {
          Row row = open.get().row(at++);
          if (!withoutPlaceholders || !row.placeholder()) {
            return Optional.of(row);
          }
        }
        block++;
        openNext();
      }
      return Optional.empty();
    }

    private void openNext() throws DiskException {
      List<Block.Place> places = index();
      while (withoutPlaceholders && block < places.size() && places.get(block).onlyPlaceholders()) {
        block++;
      }
      at = 0;
      open = block < places.size() ? Optional.of(block(block)) : Optional.empty();
    }
  }

  /** The block that would hold a name; -1 when it is before the first. */
  private int blockOf(byte[] wanted) throws DiskException {
    List<Block.Place> places = index();
    int low = 0;
    int high = places.size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      if (Arrays.compareUnsigned(places.get(middle).first(), wanted) <= 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return high;
  }

  private synchronized Block block(int number) throws DiskException {
    Block known = kept.get(number);
    if (known != null) {
      return known;
    }
    Block block = Block.read(file, index().get(number), header.generation(), name);
    kept.put(number, block);
    if (kept.size() > KEPT_BLOCKS) {
      kept.remove(kept.keySet().iterator().next());
    }
    return block;
  }

  private synchronized List<Block.Place> index() throws DiskException {
    if (index.isEmpty()) {
      index = Optional.of(readIndex());
    }
    return index.get();
  }

  private List<Block.Place> readIndex() throws DiskException {
    String what = "the index of " + name;
    ByteReader in = new ByteReader(footer.read(file, footer.index(), what), what);
    int blocks = in.count();
    List<Block.Place> places = new ArrayList<>(blocks);
    long expected = CheckpointFormat.PREAMBLE;
    long entries = 0;
    for (int i = 0; i < blocks; i++) {
      Block.Place place = new Block.Place(
          in.blob(), in.varint(), bounded(in), bounded(in), bounded(in));
      if (place.offset() != expected || place.end() > footer.frontier().offset()) {
        throw in.malformed();
      }
      expected = place.end();
      entries += place.entries();
      places.add(place);
    }
    in.expectEnd();
    if (entries != header.entries() || expected != footer.frontier().offset()) {
      throw in.malformed();
    }
    return places;
  }

  /** No block is longer than its limit and one entry, and none has more entries than bytes. */
  private static int bounded(ByteReader in) {
    long value = in.varint();
    if (value < 0 || value > Integer.MAX_VALUE / 2) {
      throw in.malformed();
    }
    return (int) value;
  }
}
