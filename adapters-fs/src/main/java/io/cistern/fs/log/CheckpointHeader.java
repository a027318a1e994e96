package io.cistern.fs.log;

import io.cistern.domain.bootstrap.BootstrapProgress;
import io.cistern.domain.bootstrap.BootstrapProgress.Phase;
import io.cistern.domain.failure.InvariantViolated;
import io.cistern.domain.journal.Sequence;
import io.cistern.domain.manifest.PathState;
import io.cistern.domain.manifest.StateCounts;
import io.cistern.domain.workspace.EventCursor;
import io.cistern.domain.workspace.TreeCursor;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * What can be known of a checkpoint without reading its entries. Stands at the end of the file, because it counts what
 * was streamed before it.
 *
 * @param upTo the last group folded in
 * @param entries how many follow; the counts sum to it
 * @param bootstrap without its frontier, which has a section of its own
 */
record CheckpointHeader(
    UUID mirror,
    long generation,
    Sequence upTo,
    long entries,
    StateCounts counts,
    Optional<EventCursor> watermark,
    BootstrapProgress bootstrap) {
  byte[] toBytes() {
    ByteWriter out = new ByteWriter(256);
    out.u64(mirror.getMostSignificantBits());
    out.u64(mirror.getLeastSignificantBits());
    out.varint(generation);
    out.varint(upTo.number());
    out.varint(entries);
    out.u8(PathState.values().length);
    for (PathState state : PathState.values()) {
      out.u8(EntryCodec.code(state));
      out.varint(counts.of(state));
    }
    out.varint(counts.hydratedBytes());
    BootstrapCodec.optionalText(out, watermark.map(EventCursor::value));
    out.u8(BootstrapCodec.code(bootstrap.phase()));
    BootstrapCodec.optionalText(out, bootstrap.tip().map(EventCursor::value));
    BootstrapCodec.optionalText(out, bootstrap.cursor().map(TreeCursor::value));
    out.varint(bootstrap.filesSeen());
    return out.toBytes();
  }

  static CheckpointHeader parse(byte[] bytes, String name) {
    ByteReader in = new ByteReader(bytes, "the header of " + name);
    try {
      UUID mirror = new UUID(in.u64(), in.u64());
      long generation = in.varint();
      Sequence upTo = new Sequence(in.varint());
      long entries = in.varint();
      StateCounts counts = counts(in);
      Optional<EventCursor> watermark = BootstrapCodec.optionalText(in).map(EventCursor::new);
      Phase phase = BootstrapCodec.phase(in);
      Optional<EventCursor> tip = BootstrapCodec.optionalText(in).map(EventCursor::new);
      Optional<TreeCursor> cursor = BootstrapCodec.optionalText(in).map(TreeCursor::new);
      BootstrapProgress bootstrap = new BootstrapProgress(phase, tip, List.of(), cursor, in.varint());
      in.expectEnd();
      return new CheckpointHeader(mirror, generation, upTo, entries, counts, watermark, bootstrap);
    } catch (InvariantViolated impossible) {
      throw LogFailures.damaged("the header of " + name + " breaks a rule: " + impossible.getMessage(), impossible);
    }
  }

  private static StateCounts counts(ByteReader in) {
    Map<PathState, Long> counts = new EnumMap<>(PathState.class);
    int states = in.u8();
    for (int i = 0; i < states; i++) {
      PathState state = EntryCodec.state(in.u8(), in);
      long count = in.varint();
      if (count != 0) {
        counts.put(state, count);
      }
    }
    return new StateCounts(counts, in.varint());
  }
}
