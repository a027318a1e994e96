package io.cistern.fs.log;

import io.cistern.domain.bootstrap.BootstrapProgress.Phase;
import io.cistern.domain.bootstrap.BootstrapStep;
import io.cistern.domain.workspace.EventCursor;
import io.cistern.domain.workspace.TreeCursor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The steps and phases of a bootstrap as bytes. */
final class BootstrapCodec {
  private BootstrapCodec() {}

  static void write(ByteWriter out, BootstrapStep step) {
    switch (step) {
      case BootstrapStep.Started(Optional<EventCursor> tip, String root) -> {
        out.u8(1);
        optionalText(out, tip.map(EventCursor::value));
        out.text(root);
      }
      case BootstrapStep.PageApplied(Optional<TreeCursor> next, List<String> joined, long files) -> {
        out.u8(2);
        optionalText(out, next.map(TreeCursor::value));
        texts(out, joined);
        out.varint(files);
      }
      case BootstrapStep.Relisted() -> out.u8(3);
      case BootstrapStep.Listed() -> out.u8(4);
      case BootstrapStep.Completed() -> out.u8(5);
    }
  }

  static BootstrapStep read(ByteReader in) {
    int code = in.u8();
    return switch (code) {
      case 1 -> new BootstrapStep.Started(optionalText(in).map(EventCursor::new), in.text());
      case 2 -> new BootstrapStep.PageApplied(optionalText(in).map(TreeCursor::new), texts(in), in.varint());
      case 3 -> new BootstrapStep.Relisted();
      case 4 -> new BootstrapStep.Listed();
      case 5 -> new BootstrapStep.Completed();
      default -> throw in.unknown("bootstrap step", code);
    };
  }

  static int code(Phase phase) {
    return switch (phase) {
      case NOT_STARTED -> 1;
      case LISTING -> 2;
      case REPLAYING -> 3;
      case COMPLETE -> 4;
    };
  }

  static Phase phase(ByteReader in) {
    int code = in.u8();
    return switch (code) {
      case 1 -> Phase.NOT_STARTED;
      case 2 -> Phase.LISTING;
      case 3 -> Phase.REPLAYING;
      case 4 -> Phase.COMPLETE;
      default -> throw in.unknown("bootstrap phase", code);
    };
  }

  static void optionalText(ByteWriter out, Optional<String> text) {
    out.u8(text.isPresent() ? 1 : 0);
    text.ifPresent(out::text);
  }

  static Optional<String> optionalText(ByteReader in) {
    return in.flag() ? Optional.of(in.text()) : Optional.empty();
  }

  static void texts(ByteWriter out, List<String> texts) {
    out.varint(texts.size());
    texts.forEach(out::text);
  }

  static List<String> texts(ByteReader in) {
    int count = in.count();
    List<String> texts = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      texts.add(in.text());
    }
    return texts;
  }
}
