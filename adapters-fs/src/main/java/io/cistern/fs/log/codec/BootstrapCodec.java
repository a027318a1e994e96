package io.cistern.fs.log.codec;

import io.cistern.domain.bootstrap.BootstrapStep;
import io.cistern.domain.bootstrap.Stall;
import io.cistern.domain.bootstrap.Walk.Purpose;
import io.cistern.domain.bootstrap.Walk.Tally;
import io.cistern.domain.workspace.EventCursor;
import io.cistern.domain.workspace.TreeCursor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The steps of a bootstrap as bytes. */
public final class BootstrapCodec {
  private BootstrapCodec() {}

  public static void write(ByteWriter out, BootstrapStep step) {
    switch (step) {
      case BootstrapStep.WalkBegan(Purpose purpose, Optional<EventCursor> tip, String root, int round) -> {
        out.u8(1);
        out.u8(code(purpose));
        optionalText(out, tip.map(EventCursor::value));
        out.text(root);
        out.varint(round);
      }
      case BootstrapStep.PageApplied page -> {
        out.u8(2);
        optionalText(out, page.next().map(TreeCursor::value));
        texts(out, page.joined());
        write(out, page.page());
        optionalNumber(out, page.total());
        optionalText(out, page.last());
        EntryCodec.writeInstant(out, page.at());
      }
      case BootstrapStep.Relisted() -> out.u8(3);
      case BootstrapStep.Listed() -> out.u8(4);
      case BootstrapStep.Completed() -> out.u8(5);
      case BootstrapStep.ExportBegan() -> out.u8(6);
      case BootstrapStep.ExportRefused() -> out.u8(7);
      case BootstrapStep.ExportDelivered(long files) -> {
        out.u8(8);
        out.varint(files);
      }
      case BootstrapStep.ExportLeft(String reason) -> {
        out.u8(9);
        out.text(reason);
      }
      case BootstrapStep.Filled filled -> {
        out.u8(10);
        out.text(filled.last());
        EntryCodec.writeInstant(out, filled.at());
      }
      case BootstrapStep.Stood(String place, String cause) -> {
        out.u8(11);
        out.text(place);
        out.text(cause);
      }
      case BootstrapStep.GaveUp(Stall stall) -> {
        out.u8(12);
        write(out, stall);
      }
      case BootstrapStep.Rearmed() -> out.u8(13);
    }
  }

  public static BootstrapStep read(ByteReader in) {
    int code = in.u8();
    return switch (code) {
      case 1 -> new BootstrapStep.WalkBegan(
          purpose(in), optionalText(in).map(EventCursor::new), in.text(), number(in));
      case 2 -> new BootstrapStep.PageApplied(
          optionalText(in).map(TreeCursor::new), texts(in), tally(in), optionalNumber(in), optionalText(in),
          EntryCodec.readInstant(in));
      case 3 -> new BootstrapStep.Relisted();
      case 4 -> new BootstrapStep.Listed();
      case 5 -> new BootstrapStep.Completed();
      case 6 -> new BootstrapStep.ExportBegan();
      case 7 -> new BootstrapStep.ExportRefused();
      case 8 -> new BootstrapStep.ExportDelivered(in.varint());
      case 9 -> new BootstrapStep.ExportLeft(in.text());
      case 10 -> new BootstrapStep.Filled(in.text(), EntryCodec.readInstant(in));
      case 11 -> new BootstrapStep.Stood(in.text(), in.text());
      case 12 -> new BootstrapStep.GaveUp(stall(in));
      case 13 -> new BootstrapStep.Rearmed();
      default -> throw in.unknown("bootstrap step", code);
    };
  }

  static void write(ByteWriter out, Tally tally) {
    out.varint(tally.files());
    out.varint(tally.directories());
    out.varint(tally.joined());
    out.varint(tally.changed());
  }

  static Tally tally(ByteReader in) {
    return new Tally(in.varint(), in.varint(), number(in), in.varint());
  }

  static int code(Purpose purpose) {
    return switch (purpose) {
      case FIRST -> 1;
      case AGAIN -> 2;
      case RECONCILE -> 3;
    };
  }

  static Purpose purpose(ByteReader in) {
    int code = in.u8();
    return switch (code) {
      case 1 -> Purpose.FIRST;
      case 2 -> Purpose.AGAIN;
      case 3 -> Purpose.RECONCILE;
      default -> throw in.unknown("purpose of a walk", code);
    };
  }

  static void write(ByteWriter out, Stall stall) {
    out.u8(switch (stall.kind()) {
      case STANDING -> 1;
      case TOO_LARGE -> 2;
    });
    out.varint(stall.limit());
    out.text(stall.place());
    out.text(stall.cause());
    out.varint(stall.attempts());
  }

  static Stall stall(ByteReader in) {
    int code = in.u8();
    Stall.Kind kind = switch (code) {
      case 1 -> Stall.Kind.STANDING;
      case 2 -> Stall.Kind.TOO_LARGE;
      default -> throw in.unknown("kind of stall", code);
    };
    return new Stall(kind, number(in), in.text(), in.text(), number(in));
  }

  static int number(ByteReader in) {
    long value = in.varint();
    if (value > Integer.MAX_VALUE) {
      throw in.malformed();
    }
    return (int) value;
  }

  static void optionalNumber(ByteWriter out, OptionalLong number) {
    out.u8(number.isPresent() ? 1 : 0);
    number.ifPresent(out::varint);
  }

  static OptionalLong optionalNumber(ByteReader in) {
    return in.flag() ? OptionalLong.of(in.varint()) : OptionalLong.empty();
  }

  public static void optionalText(ByteWriter out, Optional<String> text) {
    out.u8(text.isPresent() ? 1 : 0);
    text.ifPresent(out::text);
  }

  public static Optional<String> optionalText(ByteReader in) {
    return in.flag() ? Optional.of(in.text()) : Optional.empty();
  }

  public static void texts(ByteWriter out, List<String> texts) {
    out.varint(texts.size());
    texts.forEach(out::text);
  }

  public static List<String> texts(ByteReader in) {
    int count = in.count();
    List<String> texts = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      texts.add(in.text());
    }
    return texts;
  }
}
