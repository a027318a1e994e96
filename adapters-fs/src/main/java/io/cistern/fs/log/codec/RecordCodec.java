package io.cistern.fs.log.codec;

import io.cistern.domain.bootstrap.BootstrapStep;
import io.cistern.domain.failure.Invariant;
import io.cistern.domain.failure.InvariantViolated;
import io.cistern.domain.journal.LogRecord;
import io.cistern.domain.journal.Origin;
import io.cistern.domain.journal.RecordGroup;
import io.cistern.domain.journal.Retirement;
import io.cistern.domain.journal.Sequence;
import io.cistern.domain.manifest.Memo;
import io.cistern.domain.manifest.PathEntry;
import io.cistern.domain.publish.Outcome;
import io.cistern.domain.publish.Publication;
import io.cistern.domain.workspace.EventCursor;
import io.cistern.domain.workspace.Revision;
import io.cistern.domain.workspace.WorkspacePath;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Groups and retirements as bytes. The frame that carries them names the {@link #VERSION}; an unknown one is
 * {@code MIRROR_DAMAGED} and says so, because guessing would lose what a newer program wrote.
 */
public final class RecordCodec {
  /** Of everything this class writes. */
  public static final int VERSION = 1;

  private RecordCodec() {}

  public static byte[] group(RecordGroup group) {
    ByteWriter out = new ByteWriter(group.records().size() * 128);
    out.varint(group.records().size());
    group.records().forEach(record -> write(out, record));
    group.at().ifPresent(moment -> EntryCodec.writeInstant(out, moment));
    return out.toBytes();
  }

  public static RecordGroup group(byte[] payload, String what) {
    ByteReader in = new ByteReader(payload, what);
    return wellFormed(what, () -> {
      int count = in.count();
      List<LogRecord> records = new ArrayList<>(count);
      for (int i = 0; i < count; i++) {
        records.add(read(in));
      }
      Optional<Instant> at = in.atEnd() ? Optional.empty() : Optional.of(EntryCodec.readInstant(in));
      in.expectEnd();
      return new RecordGroup(records, at);
    });
  }

  public static byte[] retirement(Retirement retirement) {
    ByteWriter out = new ByteWriter(retirement.outcomes().size() * 96);
    out.varint(retirement.outcomes().size());
    retirement.outcomes().forEach(outcome -> write(out, outcome));
    return out.toBytes();
  }

  public static Retirement retirement(Sequence of, byte[] payload, String what) {
    ByteReader in = new ByteReader(payload, what);
    return wellFormed(what, () -> {
      int count = in.count();
      List<Outcome> outcomes = new ArrayList<>(count);
      for (int i = 0; i < count; i++) {
        outcomes.add(outcome(in));
      }
      in.expectEnd();
      return new Retirement(of, outcomes);
    });
  }

  private static void write(ByteWriter out, LogRecord record) {
    switch (record) {
      case LogRecord.Switched(Publication publication, Optional<PathEntry> after, Origin origin) -> {
        out.u8(after.isPresent() ? 2 : 1);
        out.u8(code(origin));
        PublicationCodec.write(out, publication);
        after.ifPresent(entry -> EntryCodec.write(out, entry));
      }
      case LogRecord.Noted(PathEntry after, Origin origin) -> {
        out.u8(3);
        out.u8(code(origin));
        out.text(after.name());
        EntryCodec.write(out, after);
      }
      case LogRecord.Forgotten(String name, Origin origin) -> {
        out.u8(4);
        out.u8(code(origin));
        out.text(name);
      }
      case LogRecord.BootstrapMoved(BootstrapStep step) -> {
        out.u8(5);
        BootstrapCodec.write(out, step);
      }
      case LogRecord.CursorMoved(EventCursor watermark, Optional<Revision> revision) -> {
        out.u8(6);
        out.text(watermark.value());
        BootstrapCodec.optionalText(out, revision.map(Revision::value));
      }
      case LogRecord.InSync(Instant asOf) -> {
        out.u8(7);
        EntryCodec.writeInstant(out, asOf);
      }
      case LogRecord.Recovered(long rolledForward, long rolledBack) -> {
        out.u8(8);
        out.varint(rolledForward);
        out.varint(rolledBack);
      }
      case LogRecord.Pinned(String name) -> {
        out.u8(9);
        out.text(name);
      }
      case LogRecord.Unpinned(String name) -> {
        out.u8(10);
        out.text(name);
      }
      case LogRecord.PartOf(Sequence since, long id) -> {
        out.u8(11);
        out.varint(since.number());
        out.u64(id);
      }
    }
  }

  private static LogRecord read(ByteReader in) {
    int code = in.u8();
    return switch (code) {
      case 1 -> {
        Origin origin = origin(in);
        yield new LogRecord.Switched(PublicationCodec.read(in), Optional.empty(), origin);
      }
      case 2 -> {
        Origin origin = origin(in);
        Publication publication = PublicationCodec.read(in);
        PathEntry after = EntryCodec.read(in, publication.path().value());
        yield new LogRecord.Switched(publication, Optional.of(after), origin);
      }
      case 3 -> {
        Origin origin = origin(in);
        String name = in.text();
        yield new LogRecord.Noted(EntryCodec.read(in, name), origin);
      }
      case 4 -> {
        Origin origin = origin(in);
        yield new LogRecord.Forgotten(in.text(), origin);
      }
      case 5 -> new LogRecord.BootstrapMoved(BootstrapCodec.read(in));
      case 6 -> new LogRecord.CursorMoved(
          new EventCursor(in.text()), BootstrapCodec.optionalText(in).map(Revision::new));
      case 7 -> new LogRecord.InSync(EntryCodec.readInstant(in));
      case 8 -> new LogRecord.Recovered(in.varint(), in.varint());
      case 9 -> new LogRecord.Pinned(in.text());
      case 10 -> new LogRecord.Unpinned(in.text());
      case 11 -> new LogRecord.PartOf(new Sequence(in.varint()), in.u64());
      default -> throw in.unknown("record kind", code);
    };
  }

  private static void write(ByteWriter out, Outcome outcome) {
    switch (outcome) {
      case Outcome.Published(WorkspacePath path, Optional<Memo> memo) -> {
        out.u8(memo.isPresent() ? 2 : 1);
        out.text(path.value());
        memo.ifPresent(value -> EntryCodec.writeMemo(out, value));
      }
      case Outcome.Yielded(WorkspacePath path, Optional<PathEntry> entry, Optional<String> conflictCopy) -> {
        Invariant.check(
            entry.map(kept -> kept.name().equals(path.value())).orElse(true),
            "an outcome and its entry speak of one path");
        out.u8(entry.isPresent() ? 4 : 3);
        out.text(path.value());
        BootstrapCodec.optionalText(out, conflictCopy);
        entry.ifPresent(value -> EntryCodec.write(out, value));
      }
    }
  }

  private static Outcome outcome(ByteReader in) {
    int code = in.u8();
    WorkspacePath path = PublicationCodec.path(in);
    return switch (code) {
      case 1 -> new Outcome.Published(path, Optional.empty());
      case 2 -> new Outcome.Published(path, Optional.of(EntryCodec.readMemo(in)));
      case 3 -> new Outcome.Yielded(path, Optional.empty(), BootstrapCodec.optionalText(in));
      case 4 -> {
        Optional<String> copy = BootstrapCodec.optionalText(in);
        yield new Outcome.Yielded(path, Optional.of(EntryCodec.read(in, path.value())), copy);
      }
      default -> throw in.unknown("outcome", code);
    };
  }

  private static int code(Origin origin) {
    return switch (origin) {
      case CLONE -> 1;
      case HYDRATE -> 2;
      case OPEN -> 3;
      case REMOTE_UPDATE -> 4;
      case LOCAL -> 5;
      case VERIFY -> 6;
      case ADD -> 7;
      case REMOVE -> 8;
      case MOVE -> 9;
      case UNDO -> 10;
      case DEHYDRATE -> 11;
      case EVICT -> 12;
      case MUTATION -> 13;
    };
  }

  private static Origin origin(ByteReader in) {
    int code = in.u8();
    return switch (code) {
      case 1 -> Origin.CLONE;
      case 2 -> Origin.HYDRATE;
      case 3 -> Origin.OPEN;
      case 4 -> Origin.REMOTE_UPDATE;
      case 5 -> Origin.LOCAL;
      case 6 -> Origin.VERIFY;
      case 7 -> Origin.ADD;
      case 8 -> Origin.REMOVE;
      case 9 -> Origin.MOVE;
      case 10 -> Origin.UNDO;
      case 11 -> Origin.DEHYDRATE;
      case 12 -> Origin.EVICT;
      case 13 -> Origin.MUTATION;
      default -> throw in.unknown("origin", code);
    };
  }

  /** Bytes that pass their check and still break a rule of the domain were written by something else than this program. */
  private static <T> T wellFormed(String what, Supplier<T> reading) {
    try {
      return reading.get();
    } catch (InvariantViolated impossible) {
      throw LogFailures.damaged(what + " breaks a rule: " + impossible.getMessage(), impossible);
    }
  }
}
