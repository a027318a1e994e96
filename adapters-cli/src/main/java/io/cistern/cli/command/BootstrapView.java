package io.cistern.cli.command;

import io.cistern.application.inspect.StatusReport;
import io.cistern.cli.output.Fields;
import io.cistern.cli.output.People;
import io.cistern.cli.output.Printer;
import io.cistern.domain.bootstrap.BootstrapProgress;
import io.cistern.domain.bootstrap.BootstrapProgress.Export;
import io.cistern.domain.bootstrap.BootstrapProgress.Phase;
import io.cistern.domain.bootstrap.BootstrapProgress.Standing;
import io.cistern.domain.bootstrap.Stall;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/** How far the names of a mirror are, for people and as JSON. */
record BootstrapView(StatusReport report) {
  /** What stands behind the number of names. */
  String names() {
    BootstrapProgress progress = report.bootstrap();
    return switch (progress.phase()) {
      case NOT_STARTED -> "not begun";
      case EXPORTING -> "so far" + ofTotal(progress) + (atWork() ? ", exporting" : ", broken off");
      case LISTING -> progress.frontier().isEmpty() ? "listed"
          : "so far" + ofTotal(progress)
              + (atWork() ? ", listing" : ", broken off");
      case REPLAYING -> "listed, and what happened meanwhile is still to be replayed";
      case COMPLETE -> "complete";
      case RELISTING -> "complete, and being listed again: " + People.count(progress.filesSeen()) + " so far";
    };
  }

  /** What a person should know beyond the numbers; nothing where everything is as it should be. */
  List<String> lines(Printer printer, Instant now) {
    BootstrapProgress progress = report.bootstrap();
    List<String> lines = new ArrayList<>();
    boolean underWay = progress.phase() != Phase.COMPLETE && progress.phase() != Phase.NOT_STARTED;
    if (underWay) {
      progress.seen().last().ifPresent(path -> lines.add(row("reached", printer.name(path)
          + progress.seen().at().map(at -> ", " + People.ago(at, now)).orElse(""))));
    }
    if (underWay && progress.export() instanceof Export.Ended(Optional<String> reason)) {
      reason.ifPresent(why -> lines.add(row("export", "left for the tree: " + printer.name(why))));
    }
    if (progress.stall().isPresent()) {
      Stall why = progress.stall().get();
      lines.add(row("stalled", "at " + printer.name(why.place()) + tries(why.attempts()) + ": "
          + printer.name(why.cause())));
    } else if (progress.standing().cycles() > 0) {
      Standing standing = progress.standing();
      lines.add(row("standing", "at " + printer.name(standing.place()) + tries(standing.cycles()) + ": "
          + printer.name(standing.cause())));
    }
    if (progress.phase() != Phase.COMPLETE || progress.stall().isPresent()) {
      lines.add(row("next", printer.name(report.next()) + how()));
    }
    if (!report.feed() && progress.phase() != Phase.NOT_STARTED) {
      lines.add(row("feed", "none: only a new listing shows what changed"));
    }
    if (report.paths().unlisted() > 0) {
      lines.add(row("remote", People.many(report.paths().unlisted(), "path")
          + " here not in the remote's last listing, kept"));
    }
    return lines;
  }

  void json(JsonGenerator json) {
    BootstrapProgress progress = report.bootstrap();
    json.writeObjectPropertyStart("bootstrap");
    json.writeBooleanProperty("complete", progress.complete());
    json.writeStringProperty("phase", Words.kebab(progress.phase().name()));
    json.writeNumberProperty("filesSeen", progress.filesSeen());
    Fields.optional(json, "totalFiles", progress.totalFiles());
    Fields.optional(json, "currentPath", progress.seen().last());
    Fields.time(json, "lastProgressAt", progress.seen().at());
    json.writeStringProperty("next", report.next());
    Fields.optional(
        json, "fellThrough",
        progress.export() instanceof Export.Ended(Optional<String> reason) ? reason : Optional.empty());
    standing(json, progress.standing());
    stall(json, progress.stall());
    checkpoint(json, progress);
    json.writeEndObject();
  }

  private static void standing(JsonGenerator json, Standing standing) {
    if (standing.cycles() == 0) {
      json.writeNullProperty("standing");
      return;
    }
    json.writeObjectPropertyStart("standing");
    json.writeNumberProperty("cycles", standing.cycles());
    json.writeStringProperty("path", standing.place());
    json.writeStringProperty("cause", standing.cause());
    json.writeEndObject();
  }

  private static void stall(JsonGenerator json, Optional<Stall> stall) {
    if (stall.isEmpty()) {
      json.writeNullProperty("stall");
      return;
    }
    Stall why = stall.get();
    json.writeObjectPropertyStart("stall");
    json.writeStringProperty("kind", Words.kebab(why.kind().name()));
    json.writeStringProperty("path", why.place());
    json.writeStringProperty("cause", why.cause());
    json.writeNumberProperty("attempts", why.attempts());
    json.writeNumberProperty("limit", why.limit());
    json.writeEndObject();
  }

  private static void checkpoint(JsonGenerator json, BootstrapProgress progress) {
    if (progress.frontier().isEmpty()) {
      json.writeNullProperty("checkpoint");
      return;
    }
    json.writeObjectPropertyStart("checkpoint");
    json.writeStringProperty("directory", progress.frontier().head().orElseThrow());
    json.writeNumberProperty("directoriesLeft", progress.frontier().size());
    json.writeEndObject();
  }

  /** What to type, unless somebody is at it already. */
  private String how() {
    if (report.bootstrap().stall().isPresent()) {
      return "   → cistern clone --retry";
    }
    return atWork() ? "" : "   → cistern " + (report.bootstrap().complete() ? "pull" : "clone");
  }

  private boolean atWork() {
    return report.passes().containsKey("bootstrap");
  }

  private static String ofTotal(BootstrapProgress progress) {
    return progress.totalFiles().isPresent() ? " of " + People.count(progress.totalFiles().getAsLong()) : "";
  }

  private static String tries(long times) {
    return times == 0 ? "" : " after " + (times == 1 ? "1 try" : People.count(times) + " tries");
  }

  private static String row(String label, String text) {
    return String.format("  %-9s %s", label, text);
  }
}
