package io.cistern.fs.log.segment;

import io.cistern.domain.journal.Committed;
import io.cistern.domain.journal.Retirement;
import io.cistern.domain.journal.Sequence;
import io.cistern.fs.log.codec.RecordCodec;

/** A whole group or retirement as it lies in a segment, not yet decoded. */
public final class Unit {
  private final Frame.Kind kind;
  private final Sequence sequence;
  private final byte[] payload;
  private final long segment;
  private final long at;

  public Unit(Frame.Kind kind, Sequence sequence, byte[] payload, long segment, long at) {
    this.kind = kind;
    this.sequence = sequence;
    this.payload = payload;
    this.segment = segment;
    this.at = at;
  }

  public Frame.Kind kind() {
    return kind;
  }

  public Sequence sequence() {
    return sequence;
  }

  public byte[] payload() {
    return payload;
  }

  /** The number of the segment it lies in. */
  public long segment() {
    return segment;
  }

  /** Where in its segment its first frame begins. */
  public long at() {
    return at;
  }

  public Committed committed() {
    return new Committed(sequence, RecordCodec.group(payload, "group " + sequence));
  }

  public Retirement retirement() {
    return RecordCodec.retirement(sequence, payload, "the retirement of " + sequence);
  }
}
