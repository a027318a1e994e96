package io.cistern.fs.testing;

import java.util.Arrays;
import java.util.SplittableRandom;

/** One change of a file's bytes. */
sealed interface SimWrite {
  SimContent on(SimContent content);

  /** What it comes to when the power fails on it. */
  SimContent on(SimContent content, Fate fate);

  /** What a power cut makes of a change that was not forced. */
  enum Fate {
    /** As if it had not been. */
    OLD,
    /** As it was meant. */
    NEW,
    /** In its place, something else. */
    GARBAGE,
    /** Its beginning only. */
    HALF
  }

  /** Bytes at a position. */
  final class Put implements SimWrite {
    private final long position;
    private final byte[] bytes;

    /**
     * @param bytes not changed by anyone from now on
     */
    Put(long position, byte[] bytes) {
      this.position = position;
      this.bytes = bytes;
    }

    long position() {
      return position;
    }

    byte[] bytes() {
      return bytes;
    }

    @Override
    public SimContent on(SimContent content) {
      return content.with(position, bytes);
    }

    @Override
    public SimContent on(SimContent content, Fate fate) {
      return switch (fate) {
        case OLD -> content;
        case NEW -> on(content);
        case GARBAGE -> content.with(position, garbage());
        case HALF -> content.with(position, Arrays.copyOf(bytes, bytes.length / 2));
      };
    }

    private byte[] garbage() {
      byte[] garbage = new byte[bytes.length];
      new SplittableRandom(position * 31 + bytes.length).nextBytes(garbage);
      return garbage;
    }
  }

  /** Another length. */
  record Cut(long length) implements SimWrite {
    @Override
    public SimContent on(SimContent content) {
      return content.cut(length);
    }

    @Override
    public SimContent on(SimContent content, Fate fate) {
      return switch (fate) {
        case OLD, HALF -> content;
        case NEW, GARBAGE -> on(content);
      };
    }
  }
}
