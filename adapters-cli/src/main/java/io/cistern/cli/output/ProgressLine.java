package io.cistern.cli.output;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.cistern.application.port.Progress;
import io.cistern.domain.budget.Passage;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import tools.jackson.core.JsonGenerator;

/**
 * Shows how far a verb got: a bar on a terminal, a line every few seconds in a pipe, JSON lines with {@code --json}.
 *
 * <p>Reports between two showings are dropped, so a caller may report as often as it likes. Rates and estimates are those
 * of the stage that is shown. Safe for many threads.
 */
public final class ProgressLine implements Progress, AutoCloseable {
  private static final int BAR_WIDTH = 24;
  private static final int BAR_NARROWEST = 5;

  /** Brackets, a blank, and the column that stays free so that the cursor does not wrap. */
  private static final int BAR_FRAME = 4;

  /** Whoever waits looks at the gate again within half a second; who has not for that long has stopped waiting. */
  private static final Duration WAITS_ON = Duration.ofSeconds(2);

  private final Printer printer;
  private final InstantSource clock;
  private final String verb;
  private final Form form;
  private final int columns;

  @GuardedBy("this")
  private Instant shownAt = Instant.MIN;

  @GuardedBy("this")
  private Stage current = Stage.NONE;

  @GuardedBy("this")
  private Done done = Done.NOTHING;

  @GuardedBy("this")
  private Optional<Wait> wait = Optional.empty();

  /** Where a stage began. */
  private record Stage(String name, Instant since, long files, long bytes) {
    static final Stage NONE = new Stage("", Instant.MIN, 0, 0);
  }

  /** What was reported last. */
  private record Done(long files, long bytes, OptionalLong totalFiles) {
    static final Done NOTHING = new Done(0, 0, OptionalLong.empty());
  }

  /** What the remote's gate said last, and when: whoever waits at it asks again soon. */
  private record Wait(Passage.Closed passage, Instant told) {}

  /** How progress is shown; the pause between two showings is what its reader can follow. */
  public enum Form {
    NONE(Duration.ZERO),
    BAR(Duration.ofMillis(100)),
    LINES(Duration.ofSeconds(5)),
    JSON(Duration.ofSeconds(1));

    private final Duration pause;

    Form(Duration pause) {
      this.pause = pause;
    }

    /** Decides from what was asked for and who reads. */
    public static Form of(When when, Look look, boolean capableTerminal) {
      if (look.json()) {
        return when == When.NEVER ? NONE : JSON;
      }
      return switch (when) {
        case NEVER -> NONE;
        case ALWAYS -> BAR;
        case AUTO -> look.quiet() ? NONE : capableTerminal ? BAR : LINES;
      };
    }
  }

  /** @param columns of the terminal: a bar that is longer would leave its first lines behind when it is redrawn */
  public ProgressLine(Printer printer, InstantSource clock, String verb, Form form, int columns) {
    this.printer = printer;
    this.clock = clock;
    this.verb = verb;
    this.form = form;
    this.columns = columns;
  }

  @Override
  public synchronized void report(String stage, long files, long bytes, OptionalLong totalFiles) {
    Instant now = clock.instant();
    if (current.equals(Stage.NONE)) {
      // Work that ends within one pause needs no progress in a pipe.
      shownAt = form == Form.BAR ? Instant.MIN : now;
    }
    if (!stage.equals(current.name())) {
      current = new Stage(stage, now, files, bytes);
    }
    done = new Done(files, bytes, totalFiles);
    showAt(now);
  }

  /** A request is waiting at a gate; to be told again for as long as one does. Safe for many threads. */
  public synchronized void waits(Passage.Closed passage) {
    Instant now = clock.instant();
    wait = Optional.of(new Wait(passage, now));
    if (current.equals(Stage.NONE)) {
      report("waiting", done.files(), done.bytes(), done.totalFiles());
    } else {
      showAt(now);
    }
  }

  @GuardedBy("this")
  private void showAt(Instant now) {
    if (form == Form.NONE || now.isBefore(shownAt.plus(form.pause))) {
      return;
    }
    shownAt = now;
    wait = wait.filter(last -> now.isBefore(last.told().plus(WAITS_ON)) && now.isBefore(retryAt(last)));
    show(current, done, wait, now);
  }

  private static Instant retryAt(Wait wait) {
    return wait.passage().admission().retryAt();
  }

  /** Takes the bar away. */
  @Override
  public void close() {
    printer.clearStatus();
  }

  private void show(Stage stage, Done so, Optional<Wait> waits, Instant now) {
    switch (form) {
      case NONE -> {}
      case BAR -> {
        String text = text(stage, so, waits, now);
        printer.status(bar(so.files(), so.totalFiles(), columns - text.length()) + cut(text));
      }
      case LINES -> printer.error(text(stage, so, waits, now));
      case JSON -> printer.jsonLine("progress", json -> {
        json.writeStringProperty("verb", verb);
        json.writeStringProperty("stage", stage.name());
        json.writeNumberProperty("doneFiles", so.files());
        so.totalFiles().ifPresent(total -> json.writeNumberProperty("totalFiles", total));
        json.writeNumberProperty("doneBytes", so.bytes());
        waits.ifPresent(last -> write(json, last.passage()));
      });
    }
  }

  private String cut(String line) {
    return line.length() < columns ? line : line.substring(0, Math.max(0, columns - 2)) + "…";
  }

  /** As wide as the text beside it leaves room for; none where that is too narrow to show anything. */
  private static String bar(long files, OptionalLong totalFiles, int room) {
    int width = Math.min(BAR_WIDTH, room - BAR_FRAME);
    if (totalFiles.isEmpty() || totalFiles.getAsLong() <= 0 || width < BAR_NARROWEST) {
      return "";
    }
    int filled = (int) Math.min(width, files * width / totalFiles.getAsLong());
    return "[" + "=".repeat(filled) + " ".repeat(width - filled) + "] ";
  }

  private static void write(JsonGenerator json, Passage.Closed passage) {
    json.writeObjectPropertyStart("waiting");
    json.writeStringProperty("gate", passage.gate().name().toLowerCase(Locale.ROOT));
    json.writeStringProperty("reason", passage.admission().reason());
    json.writeStringProperty("retryAt", passage.admission().retryAt().toString());
    json.writeEndObject();
  }

  /** The pace is kept for minutes, so it is said in a word; the broker's own word stands as it is told elsewhere. */
  private String words(Wait last, Instant now) {
    String gate = switch (last.passage().gate()) {
      case PACE -> "pace";
      case HOME, ENDPOINT -> printer.errorText(last.passage().admission().reason());
    };
    Duration left = Duration.between(now, retryAt(last));
    return gate + ": next request in " + People.span(left.plusMillis(999)); // never "in 0 s"
  }

  private String text(Stage stage, Done so, Optional<Wait> waits, Instant now) {
    StringBuilder text = new StringBuilder(verb).append(": ").append(printer.errorText(stage.name()))
        .append("  ").append(People.count(so.files()));
    so.totalFiles().ifPresent(total -> text.append('/').append(People.count(total)));
    text.append(" files");
    if (so.bytes() > 0) {
      text.append("  ").append(People.size(so.bytes()));
    }
    double seconds = Duration.between(stage.since(), now).toMillis() / 1000.0;
    double filesPerSecond = seconds < 1 ? 0 : (so.files() - stage.files()) / seconds;
    double bytesPerSecond = seconds < 1 ? 0 : (so.bytes() - stage.bytes()) / seconds;
    if (waits.isPresent()) {
      text.append("  ").append(words(waits.get(), now));
    } else if (bytesPerSecond >= 1) {
      text.append("  ").append(People.size((long) bytesPerSecond)).append("/s");
    } else if (filesPerSecond >= 1) {
      text.append("  ").append(People.count((long) filesPerSecond)).append(" files/s");
    }
    if (filesPerSecond > 0 && so.totalFiles().orElse(0) > so.files()) {
      double left = (so.totalFiles().orElse(0) - so.files()) / filesPerSecond;
      text.append("  ETA ").append(People.span(Duration.ofMillis((long) (left * 1000))));
    }
    return text.toString();
  }
}
