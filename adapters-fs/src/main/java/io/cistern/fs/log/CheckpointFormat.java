package io.cistern.fs.log;

/** The numbers that writer and reader of a checkpoint share. */
final class CheckpointFormat {
  static final int VERSION = 1;
  static final long MAGIC = 0x4369_7374_436b_700aL;
  static final long FOOTER_MAGIC = 0x4369_7374_456e_640aL;

  /** Magic, version, reserved, mirror id, generation, reserved, checksum. */
  static final int PREAMBLE = 48;

  /** Three sections of offset, length and checksum; entries; file length; reserved, checksum, magic. */
  static final int FOOTER = 88;

  /**
   * A block is closed when it reaches this. 16 KiB holds a few hundred entries: one read for a lookup, and an index of a
   * million entries stays below half a megabyte.
   */
  static final int BLOCK = 16 * 1024;

  private CheckpointFormat() {}
}
