package io.cistern.fs.log.checkpoint;

import io.cistern.domain.bootstrap.BootstrapProgress;
import io.cistern.domain.failure.InvariantViolated;
import io.cistern.domain.journal.Landmarks;
import io.cistern.domain.journal.LogRecord;
import io.cistern.domain.journal.Sequence;
import io.cistern.domain.manifest.PathState;
import io.cistern.domain.manifest.StateCounts;
import io.cistern.domain.placeholder.Pins;
import io.cistern.domain.workspace.EventCursor;
import io.cistern.domain.workspace.Revision;
import io.cistern.fs.log.codec.BootstrapCodec;
import io.cistern.fs.log.codec.ByteReader;
import io.cistern.fs.log.codec.ByteWriter;
import io.cistern.fs.log.codec.EntryCodec;
import io.cistern.fs.log.codec.LogFailures;
import io.cistern.fs.log.codec.ProgressCodec;
import java.time.Instant;
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
 * @param pins behind the bootstrap, because they came later into the format; what the last recovery did, later still
 * @param bootstrap without its frontier, which has a section of its own
 */
public record CheckpointHeader(
    UUID mirror,
    long generation,
    Sequence upTo,
    long entries,
    StateCounts counts,
    Optional<EventCursor> watermark,
    Landmarks landmarks,
    Pins pins,
    BootstrapProgress bootstrap) {
  public byte[] toBytes() {
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
    out.varint(counts.unlisted());
    BootstrapCodec.optionalText(out, watermark.map(EventCursor::value));
    write(out, landmarks);
    ProgressCodec.write(out, bootstrap);
    BootstrapCodec.texts(out, List.copyOf(pins.names()));
    writeLastRecovery(out, landmarks.lastRecovery());
    return out.toBytes();
  }

  public static CheckpointHeader parse(byte[] bytes, String name) {
    ByteReader in = new ByteReader(bytes, "the header of " + name);
    try {
      UUID mirror = new UUID(in.u64(), in.u64());
      long generation = in.varint();
      Sequence upTo = new Sequence(in.varint());
      long entries = in.varint();
      StateCounts counts = counts(in);
      Optional<EventCursor> watermark = BootstrapCodec.optionalText(in).map(EventCursor::new);
      Landmarks landmarks = landmarks(in);
      BootstrapProgress bootstrap = ProgressCodec.read(in);
      Pins pins = in.atEnd() ? Pins.NONE : Pins.of(BootstrapCodec.texts(in)); // written before there were pins
      landmarks = in.atEnd() ? landmarks : withLastRecovery(in, landmarks); // or before this was kept
      in.expectEnd();
      return new CheckpointHeader(mirror, generation, upTo, entries, counts, watermark, landmarks, pins, bootstrap);
    } catch (InvariantViolated impossible) {
      throw LogFailures.damaged("the header of " + name + " breaks a rule: " + impossible.getMessage(), impossible);
    }
  }

  private static void write(ByteWriter out, Landmarks landmarks) {
    out.u8(landmarks.inSyncAsOf().isPresent() ? 1 : 0);
    landmarks.inSyncAsOf().ifPresent(moment -> EntryCodec.writeInstant(out, moment));
    out.varint(landmarks.rolledForward());
    out.varint(landmarks.rolledBack());
    BootstrapCodec.optionalText(out, landmarks.feedRevision().map(Revision::value));
  }

  private static Landmarks landmarks(ByteReader in) {
    Optional<Instant> inSyncAsOf = in.flag() ? Optional.of(EntryCodec.readInstant(in)) : Optional.empty();
    return new Landmarks(
        inSyncAsOf, in.varint(), in.varint(), BootstrapCodec.optionalText(in).map(Revision::new), Optional.empty());
  }

  private static void writeLastRecovery(ByteWriter out, Optional<LogRecord.Recovered> last) {
    out.u8(last.isPresent() ? 1 : 0);
    last.ifPresent(recovered -> {
      out.varint(recovered.rolledForward());
      out.varint(recovered.rolledBack());
    });
  }

  private static Landmarks withLastRecovery(ByteReader in, Landmarks read) {
    Optional<LogRecord.Recovered> last =
        in.flag() ? Optional.of(new LogRecord.Recovered(in.varint(), in.varint())) : Optional.empty();
    return new Landmarks(
        read.inSyncAsOf(), read.rolledForward(), read.rolledBack(), read.feedRevision(), last);
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
    return new StateCounts(counts, in.varint(), in.varint());
  }
}
