package io.cistern.fs.log;

import io.cistern.domain.journal.Committed;
import io.cistern.domain.journal.Retirement;
import io.cistern.domain.journal.Sequence;

/** A whole group or retirement as it lies in a segment, not yet decoded. */
final class Unit {
  private final Frame.Kind kind;
  private final Sequence sequence;
  private final byte[] payload;
  private final long segment;
  private final long at;

  Unit(Frame.Kind kind, Sequence sequence, byte[] payload, long segment, long at) {
    this.kind = kind;
    this.sequence = sequence;
    this.payload = payload;
    this.segment = segment;
    this.at = at;
  }

  Frame.Kind kind() {
    return kind;
  }

  Sequence sequence() {
    return sequence;
  }

  byte[] payload() {
    return payload;
  }

  /** The number of the segment it lies in. */
  long segment() {
    return segment;
  }

  /** Where in its segment its first frame begins. */
  long at() {
    return at;
  }

  Committed committed() {
    return new Committed(sequence, RecordCodec.group(payload, "group " + sequence));
  }

  Retirement retirement() {
    return RecordCodec.retirement(sequence, payload, "the retirement of " + sequence);
  }
}
