package io.cistern.fs.log.checkpoint;

import io.cistern.fs.disk.DiskException;
import io.cistern.fs.disk.DiskFile;
import io.cistern.fs.log.codec.ByteReader;
import io.cistern.fs.log.codec.Checksum;
import io.cistern.fs.log.codec.FileBytes;
import io.cistern.fs.log.codec.LogFailures;
import java.util.UUID;

/** The last bytes of a checkpoint: where its sections are. */
public record CheckpointFooter(Section frontier, Section index, Section header, long generation) {
  /** A range of the file with its checksum. */
  public record Section(long offset, long length, int checksum) {}

  /** The generation that the beginning of a checkpoint states; {@link #checkPreamble} says whether it is to be believed. */
  static long generation(byte[] preamble, String name) {
    ByteReader in = new ByteReader(preamble, "the beginning of " + name);
    in.u64();
    in.u64();
    in.u64();
    in.u64();
    return in.u64();
  }

  public static void checkPreamble(byte[] bytes, String name, UUID mirror, long generation) {
    ByteReader in = new ByteReader(bytes, "the beginning of " + name);
    if (bytes.length != CheckpointFormat.PREAMBLE || in.u64() != CheckpointFormat.MAGIC) {
      throw in.malformed();
    }
    int version = in.u32();
    if (version != CheckpointFormat.VERSION) {
      throw in.unknown("checkpoint format", version);
    }
    in.u32();
    UUID stated = new UUID(in.u64(), in.u64());
    long statedGeneration = in.u64();
    in.u32();
    if (in.u32() != Checksum.of(0, 0, bytes, 0, CheckpointFormat.PREAMBLE - Integer.BYTES)) {
      throw in.malformed();
    }
    if (!stated.equals(mirror) || statedGeneration != generation) {
      throw LogFailures.damaged(name + " is not the checkpoint that the pointer means");
    }
  }

  public static CheckpointFooter parse(byte[] bytes, long fileLength, long generation, String name) {
    ByteReader in = new ByteReader(bytes, "the end of " + name);
    if (bytes.length != CheckpointFormat.FOOTER) {
      throw in.malformed();
    }
    Section frontier = section(in, fileLength);
    Section index = section(in, fileLength);
    Section header = section(in, fileLength);
    boolean whole = in.u64() == fileLength;
    in.u32();
    int checked = in.at();
    whole &= in.u32() == Checksum.of(generation, 0, bytes, 0, checked);
    whole &= in.u64() == CheckpointFormat.FOOTER_MAGIC;
    whole &= in.u32() == CheckpointFormat.VERSION;
    if (!whole) {
      throw in.malformed();
    }
    return new CheckpointFooter(frontier, index, header, generation);
  }

  public byte[] read(DiskFile file, Section section, String what) throws DiskException {
    byte[] bytes = FileBytes.read(file, section.offset, (int) section.length);
    if (bytes.length != section.length
        || Checksum.of(generation, section.offset, bytes, 0, bytes.length) != section.checksum) {
      throw LogFailures.damaged(what + " does not read back");
    }
    return bytes;
  }

  private static Section section(ByteReader in, long fileLength) {
    long offset = in.u64();
    long length = in.u64();
    if (offset < 0 || length < 0 || length > Integer.MAX_VALUE / 2 || offset > fileLength - length) {
      throw in.malformed();
    }
    return new Section(offset, length, in.u32());
  }
}
