package io.cistern.fs.log.codec;

import io.cistern.domain.bootstrap.BootstrapProgress;
import io.cistern.domain.bootstrap.BootstrapProgress.Export;
import io.cistern.domain.bootstrap.BootstrapProgress.Seen;
import io.cistern.domain.bootstrap.BootstrapProgress.Standing;
import io.cistern.domain.bootstrap.Frontier;
import io.cistern.domain.bootstrap.Stall;
import io.cistern.domain.bootstrap.Walk;
import io.cistern.domain.workspace.EventCursor;
import io.cistern.domain.workspace.TreeCursor;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/** Where a bootstrap stands as bytes, without its frontier, which a checkpoint keeps in a place of its own. */
public final class ProgressCodec {
  private ProgressCodec() {}

  public static void write(ByteWriter out, BootstrapProgress progress) {
    out.u8(progress.complete() ? 1 : 0);
    BootstrapCodec.optionalText(out, progress.tip().map(EventCursor::value));
    write(out, progress.export());
    out.u8(progress.walk().isPresent() ? 1 : 0);
    progress.walk().ifPresent(walk -> write(out, walk));
    out.u8(progress.listed() ? 1 : 0);
    write(out, progress.seen());
    out.varint(progress.standing().cycles());
    out.text(progress.standing().place());
    out.text(progress.standing().cause());
    out.u8(progress.stall().isPresent() ? 1 : 0);
    progress.stall().ifPresent(stall -> BootstrapCodec.write(out, stall));
  }

  /** The progress, with an empty frontier. */
  public static BootstrapProgress read(ByteReader in) {
    boolean complete = in.flag();
    Optional<EventCursor> tip = BootstrapCodec.optionalText(in).map(EventCursor::new);
    Export export = export(in);
    Optional<Walk> walk = in.flag() ? Optional.of(walk(in)) : Optional.empty();
    boolean listed = in.flag();
    Seen seen = seen(in);
    Standing standing = new Standing(BootstrapCodec.number(in), in.text(), in.text());
    Optional<Stall> stall = in.flag() ? Optional.of(BootstrapCodec.stall(in)) : Optional.empty();
    return new BootstrapProgress(complete, tip, export, walk, listed, seen, standing, stall);
  }

  private static void write(ByteWriter out, Export export) {
    switch (export) {
      case Export.NotTried() -> out.u8(1);
      case Export.Begun() -> out.u8(2);
      case Export.Delivered(long files) -> {
        out.u8(3);
        out.varint(files);
      }
      case Export.Ended(Optional<String> reason) -> {
        out.u8(4);
        BootstrapCodec.optionalText(out, reason);
      }
    }
  }

  private static Export export(ByteReader in) {
    int code = in.u8();
    return switch (code) {
      case 1 -> new Export.NotTried();
      case 2 -> new Export.Begun();
      case 3 -> new Export.Delivered(in.varint());
      case 4 -> new Export.Ended(BootstrapCodec.optionalText(in));
      default -> throw in.unknown("state of an export", code);
    };
  }

  private static void write(ByteWriter out, Walk walk) {
    out.u8(BootstrapCodec.code(walk.purpose()));
    out.varint(walk.round());
    BootstrapCodec.optionalText(out, walk.cursor().map(TreeCursor::value));
    BootstrapCodec.optionalText(out, walk.before().map(TreeCursor::value));
    BootstrapCodec.write(out, walk.done());
    BootstrapCodec.write(out, walk.head());
  }

  private static Walk walk(ByteReader in) {
    return new Walk(
        BootstrapCodec.purpose(in), BootstrapCodec.number(in), Frontier.EMPTY,
        BootstrapCodec.optionalText(in).map(TreeCursor::new), BootstrapCodec.optionalText(in).map(TreeCursor::new),
        BootstrapCodec.tally(in), BootstrapCodec.tally(in));
  }

  private static void write(ByteWriter out, Seen seen) {
    out.varint(seen.files());
    BootstrapCodec.optionalNumber(out, seen.total());
    BootstrapCodec.optionalText(out, seen.last());
    out.u8(seen.at().isPresent() ? 1 : 0);
    seen.at().ifPresent(at -> EntryCodec.writeInstant(out, at));
  }

  private static Seen seen(ByteReader in) {
    long files = in.varint();
    OptionalLong total = BootstrapCodec.optionalNumber(in);
    Optional<String> last = BootstrapCodec.optionalText(in);
    Optional<Instant> at = in.flag() ? Optional.of(EntryCodec.readInstant(in)) : Optional.empty();
    return new Seen(files, total, last, at);
  }
}
