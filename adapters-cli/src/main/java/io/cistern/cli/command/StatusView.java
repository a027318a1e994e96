package io.cistern.cli.command;

import io.cistern.application.inspect.StatusReport;
import io.cistern.application.inspect.Verdict;
import io.cistern.application.port.MirrorIdentity;
import io.cistern.cli.output.Fields;
import io.cistern.cli.output.People;
import io.cistern.cli.output.Printer;
import io.cistern.cli.output.Style;
import io.cistern.cli.settings.Surroundings;
import io.cistern.domain.manifest.PathState;
import io.cistern.domain.manifest.StateCounts;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/**
 * A status, for people and as JSON.
 *
 * @param diskQuota bytes of content that may be here; zero or negative for no bound
 */
record StatusView(MirrorIdentity identity, Path root, StatusReport report, long diskQuota, GatesView gates) {
  /** Where the verdict begins in the first line. */
  private static final int VERDICT_COLUMN = 43;

  List<String> lines(Printer printer, PathArguments paths, Surroundings surroundings) {
    Style style = printer.style();
    String title =
        "mirror " + printer.name(identity.workspace().value()) + " → " + printer.name(surroundings.shown(root));
    List<String> lines = new ArrayList<>();
    lines.add(title + " ".repeat(Math.max(2, VERDICT_COLUMN - title.length())) + verdict(style)
        + asOf(surroundings));
    if (report.verdict() == Verdict.DAMAGED) {
      return lines;
    }
    StateCounts counts = report.paths();
    BootstrapView bootstrap = new BootstrapView(report);
    lines.add(row("names", counts.total(), bootstrap.names()));
    lines.add(row("content", counts.of(PathState.HYDRATED), "hydrated (" + People.size(counts.hydratedBytes()) + ")   "
        + People.many(counts.of(PathState.PLACEHOLDER), "placeholder")));
    kept(counts).ifPresent(lines::add);
    local(counts).ifPresent(lines::add);
    attention(counts).ifPresent(line -> lines.add(style.warn(line) + next(printer, paths)));
    lines.addAll(bootstrap.lines(printer, surroundings.clock().instant()));
    report.writer().ifPresent(writer -> lines.add("  at work   " + printer.name(writer)));
    lines.addAll(new CompactionView(report.compaction()).lines(printer, surroundings.clock().instant()));
    report.passes().forEach((kind, holder) -> lines.add("  at work   " + kind + " by " + printer.name(holder)));
    lines.addAll(new NoticesView(report.notices()).lines(printer, paths, surroundings.clock().instant()));
    lines.addAll(gates.lines(printer, surroundings.clock().instant()));
    lines.addAll(new RecoveryView(report).lines());
    return lines;
  }

  void json(JsonGenerator json) {
    json.writeStringProperty("workspace", identity.workspace().value());
    json.writeStringProperty("root", root.toString());
    json.writeStringProperty("verdict", report.verdict().word());
    Fields.optional(json, "inSyncAsOf", report.landmarks().inSyncAsOf().map(Instant::toString));
    json.writeStringProperty("feed", report.feed() ? "events" : "none");
    new BootstrapView(report).json(json);
    paths(json);
    work(json);
  }

  private void paths(JsonGenerator json) {
    json.writeObjectPropertyStart("paths");
    json.writeNumberProperty("total", report.paths().total());
    for (PathState state : PathState.values()) {
      json.writeNumberProperty(state.name().toLowerCase(Locale.ROOT), report.paths().of(state));
    }
    json.writeEndObject();
    json.writeNumberProperty("missingRemotely", report.paths().unlisted());
    json.writeObjectPropertyStart("bytes");
    json.writeNumberProperty("hydrated", report.paths().hydratedBytes());
    json.writeEndObject();
    json.writeNumberProperty("pins", report.pins());
    json.writeObjectPropertyStart("diskQuota");
    if (diskQuota > 0) {
      json.writeNumberProperty("limit", diskQuota);
    } else {
      json.writeNullProperty("limit");
    }
    json.writeNumberProperty("used", report.paths().hydratedBytes());
    json.writeEndObject();
    json.writeObjectPropertyStart("local");
    json.writeNumberProperty("edited", report.local().edited());
    json.writeNumberProperty("missing", report.local().missing());
    json.writeNumberProperty("unreadable", report.local().unreadable());
    json.writeArrayPropertyStart("examples");
    report.local().examples().forEach(json::writeString);
    json.writeEndArray();
    json.writeEndObject();
  }

  private void work(JsonGenerator json) {
    new RecoveryView(report).json(json);
    new CompactionView(report.compaction()).json(json);
    gates.json(json);
    json.writeObjectPropertyStart("atWork");
    Fields.optional(json, "writer", report.writer());
    json.writeObjectPropertyStart("passes");
    report.passes().forEach(json::writeStringProperty);
    json.writeEndObject();
    new NoticesView(report.notices()).json(json);
    json.writeEndObject();
  }

  private String verdict(Style style) {
    return switch (report.verdict()) {
      case IN_SYNC -> style.good("in sync");
      case WORKING -> style.strong("working");
      case ATTENTION -> style.warn(
          report.bootstrap().complete() || attention(report.paths()).isPresent()
              ? "needs attention"
              : "names are not complete");
      case STALLED -> style.bad("stalled");
      case DAMAGED -> style.bad("damaged");
    };
  }

  /** When everything was in sync is told where nothing contradicts it. */
  private String asOf(Surroundings surroundings) {
    return report.landmarks().inSyncAsOf()
        .filter(_ -> report.verdict() == Verdict.IN_SYNC)
        .map(moment -> " as of " + People.ago(moment, surroundings.clock().instant()))
        .orElse("");
  }

  /** What bounds the content that is here, from below and from above. */
  private Optional<String> kept(StateCounts counts) {
    List<String> parts = new ArrayList<>();
    if (report.pins() > 0) {
      parts.add(People.many(report.pins(), "pin"));
    }
    if (diskQuota > 0) {
      parts.add(People.size(counts.hydratedBytes()) + " of " + People.size(diskQuota) + " used (quota.disk)");
    }
    return parts.isEmpty() ? Optional.empty() : Optional.of("  kept      " + String.join("   ", parts));
  }

  private static Optional<String> local(StateCounts counts) {
    long changed = counts.of(PathState.MODIFIED) + counts.of(PathState.ADDED) + counts.of(PathState.REMOVED);
    return changed == 0 ? Optional.empty() : Optional.of(row("local", changed, "changed here, kept"));
  }

  private Optional<String> attention(StateCounts counts) {
    List<String> parts = new ArrayList<>();
    add(parts, counts.of(PathState.CONFLICT), "in conflict");
    add(parts, counts.of(PathState.QUARANTINED), "quarantined");
    add(parts, report.local().missing(), "missing here");
    add(parts, report.local().unreadable(), "unreadable");
    if (parts.isEmpty()) {
      return Optional.empty();
    }
    String[] first = parts.getFirst().split(" ", 2);
    String more = parts.size() == 1 ? "" : ", " + String.join(", ", parts.subList(1, parts.size()));
    return Optional.of(String.format("  %-10s%10s %s", "attention", first[0], first[1] + more));
  }

  private static void add(List<String> parts, long count, String what) {
    if (count > 0) {
      parts.add(People.count(count) + " " + what);
    }
  }

  private String next(Printer printer, PathArguments paths) {
    return report.local().examples().stream()
        .findFirst()
        .map(name -> "   → cistern explain " + printer.name(paths.shown(name)))
        .orElse("   → cistern verify");
  }

  private static String row(String label, long count, String text) {
    return String.format("  %-10s%10s %s", label, People.count(count), text);
  }
}
