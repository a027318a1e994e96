package io.cistern.fs.log.codec;

import io.cistern.domain.manifest.Memo;
import io.cistern.domain.manifest.PathEntry;
import io.cistern.domain.manifest.PathState;
import io.cistern.domain.workspace.ContentHash;
import io.cistern.domain.workspace.Revision;
import java.time.Instant;
import java.util.Optional;

/**
 * A {@link PathEntry} without its name, as bytes: state, which fields follow, size, then the fields. The same body lies
 * in records and in checkpoints; state and size can be read without the rest.
 */
public final class EntryCodec {
  private static final int HAS_REVISION = 1;
  private static final int HAS_HASH = 2;
  private static final int HAS_TIME = 4;
  private static final int HAS_MEMO = 8;
  private static final int HAS_REASON = 16;
  private static final int UNLISTED = 128;
  private static final int ALL = HAS_REVISION | HAS_HASH | HAS_TIME | HAS_MEMO | HAS_REASON | UNLISTED;

  private EntryCodec() {}

  public static byte[] body(PathEntry entry) {
    ByteWriter out = new ByteWriter(96);
    write(out, entry);
    return out.toBytes();
  }

  public static void write(ByteWriter out, PathEntry entry) {
    out.u8(code(entry.state()));
    out.u8((entry.revision().isPresent() ? HAS_REVISION : 0)
        | (entry.hash().isPresent() ? HAS_HASH : 0)
        | (entry.updatedAt().isPresent() ? HAS_TIME : 0)
        | (entry.memo().isPresent() ? HAS_MEMO : 0)
        | (entry.reason().isPresent() ? HAS_REASON : 0)
        | (entry.unlisted() ? UNLISTED : 0));
    out.varint(entry.size());
    entry.revision().ifPresent(revision -> out.text(revision.value()));
    entry.hash().ifPresent(hash -> writeHash(out, hash));
    entry.updatedAt().ifPresent(at -> writeInstant(out, at));
    entry.memo().ifPresent(memo -> writeMemo(out, memo));
    entry.reason().ifPresent(out::text);
  }

  public static PathEntry read(ByteReader in, String name) {
    PathState state = state(in.u8(), in);
    int fields = in.u8();
    if ((fields & ~ALL) != 0) {
      throw in.unknown("entry fields", fields);
    }
    long size = in.varint();
    Optional<Revision> revision =
        (fields & HAS_REVISION) != 0 ? Optional.of(new Revision(in.text())) : Optional.empty();
    Optional<ContentHash> hash = (fields & HAS_HASH) != 0 ? Optional.of(readHash(in)) : Optional.empty();
    Optional<Instant> at = (fields & HAS_TIME) != 0 ? Optional.of(readInstant(in)) : Optional.empty();
    Optional<Memo> memo = (fields & HAS_MEMO) != 0 ? Optional.of(readMemo(in)) : Optional.empty();
    Optional<String> reason = (fields & HAS_REASON) != 0 ? Optional.of(in.text()) : Optional.empty();
    return new PathEntry(name, state, revision, hash, size, at, memo, reason, (fields & UNLISTED) != 0);
  }

  public static PathEntry entry(byte[] name, byte[] body) {
    ByteReader in = new ByteReader(body, "an entry of the manifest");
    PathEntry entry = read(in, Names.text(name));
    in.expectEnd();
    return entry;
  }

  public static PathState stateOf(byte[] body) {
    ByteReader in = new ByteReader(body, "an entry of the manifest");
    return state(in.u8(), in);
  }

  public static long sizeOf(byte[] body) {
    ByteReader in = new ByteReader(body, "an entry of the manifest");
    in.u8();
    in.u8();
    return in.varint();
  }

  public static boolean unlisted(byte[] body) {
    ByteReader in = new ByteReader(body, "an entry of the manifest");
    in.u8();
    return (in.u8() & UNLISTED) != 0;
  }

  public static void writeHash(ByteWriter out, ContentHash hash) {
    out.u64(hash.a());
    out.u64(hash.b());
    out.u64(hash.c());
    out.u64(hash.d());
  }

  public static ContentHash readHash(ByteReader in) {
    return new ContentHash(in.u64(), in.u64(), in.u64(), in.u64());
  }

  public static void writeMemo(ByteWriter out, Memo memo) {
    out.u8(memo.racy() ? 1 : 0);
    out.varint(memo.inode());
    out.varint(memo.size());
    out.signed(memo.modified());
    out.signed(memo.changed());
  }

  public static Memo readMemo(ByteReader in) {
    boolean racy = in.flag();
    return new Memo(in.varint(), in.varint(), in.signed(), in.signed(), racy);
  }

  public static int code(PathState state) {
    return switch (state) {
      case PLACEHOLDER -> 1;
      case HYDRATED -> 2;
      case MODIFIED -> 3;
      case ADDED -> 4;
      case REMOVED -> 5;
      case CONFLICT -> 6;
      case QUARANTINED -> 7;
    };
  }

  public static PathState state(int code, ByteReader in) {
    return switch (code) {
      case 1 -> PathState.PLACEHOLDER;
      case 2 -> PathState.HYDRATED;
      case 3 -> PathState.MODIFIED;
      case 4 -> PathState.ADDED;
      case 5 -> PathState.REMOVED;
      case 6 -> PathState.CONFLICT;
      case 7 -> PathState.QUARANTINED;
      default -> throw in.unknown("path state", code);
    };
  }

  public static void writeInstant(ByteWriter out, Instant at) {
    out.signed(at.getEpochSecond());
    out.varint(at.getNano());
  }

  public static Instant readInstant(ByteReader in) {
    long seconds = in.signed();
    long nanos = in.varint();
    boolean fits = seconds >= Instant.MIN.getEpochSecond() && seconds <= Instant.MAX.getEpochSecond()
        && nanos >= 0 && nanos < 1_000_000_000L;
    if (!fits) {
      throw in.malformed();
    }
    return Instant.ofEpochSecond(seconds, nanos);
  }
}
