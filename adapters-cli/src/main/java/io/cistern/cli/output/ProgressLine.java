package io.cistern.cli.output;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.cistern.application.port.Progress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.OptionalLong;

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

  private final Printer printer;
  private final InstantSource clock;
  private final String verb;
  private final Form form;
  private final int columns;

  @GuardedBy("this")
  private Instant shownAt = Instant.MIN;

  @GuardedBy("this")
  private Stage current = Stage.NONE;

  /** Where a stage began. */
  private record Stage(String name, Instant since, long files, long bytes) {
    static final Stage NONE = new Stage("", Instant.MIN, 0, 0);
  }

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
    if (form == Form.NONE || now.isBefore(shownAt.plus(form.pause))) {
      return;
    }
    shownAt = now;
    show(current, files, bytes, totalFiles, Duration.between(current.since(), now));
  }

  /** Takes the bar away. */
  @Override
  public void close() {
    printer.clearStatus();
  }

  private void show(Stage stage, long files, long bytes, OptionalLong totalFiles, Duration passed) {
    switch (form) {
      case NONE -> {}
      case BAR -> {
        String text = text(stage, files, bytes, totalFiles, passed);
        printer.status(bar(files, totalFiles, columns - text.length()) + cut(text));
      }
      case LINES -> printer.error(text(stage, files, bytes, totalFiles, passed));
      case JSON -> printer.jsonLine("progress", json -> {
        json.writeStringProperty("verb", verb);
        json.writeStringProperty("stage", stage.name());
        json.writeNumberProperty("doneFiles", files);
        totalFiles.ifPresent(total -> json.writeNumberProperty("totalFiles", total));
        json.writeNumberProperty("doneBytes", bytes);
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

  private String text(Stage stage, long files, long bytes, OptionalLong totalFiles, Duration passed) {
    StringBuilder text = new StringBuilder(verb).append(": ").append(printer.errorText(stage.name()))
        .append("  ").append(People.count(files));
    totalFiles.ifPresent(total -> text.append('/').append(People.count(total)));
    text.append(" files");
    if (bytes > 0) {
      text.append("  ").append(People.size(bytes));
    }
    double seconds = passed.toMillis() / 1000.0;
    double filesPerSecond = seconds < 1 ? 0 : (files - stage.files()) / seconds;
    double bytesPerSecond = seconds < 1 ? 0 : (bytes - stage.bytes()) / seconds;
    if (bytesPerSecond >= 1) {
      text.append("  ").append(People.size((long) bytesPerSecond)).append("/s");
    } else if (filesPerSecond >= 1) {
      text.append("  ").append(People.count((long) filesPerSecond)).append(" files/s");
    }
    if (filesPerSecond > 0 && totalFiles.isPresent() && totalFiles.getAsLong() > files) {
      double left = (totalFiles.getAsLong() - files) / filesPerSecond;
      text.append("  ETA ").append(People.span(Duration.ofMillis((long) (left * 1000))));
    }
    return text.toString();
  }
}
