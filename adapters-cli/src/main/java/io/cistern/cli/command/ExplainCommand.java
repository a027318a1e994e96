package io.cistern.cli.command;

import io.cistern.application.inspect.Explanation;
import io.cistern.application.inspect.FailedFetch;
import io.cistern.application.inspect.PathHistory;
import io.cistern.cli.output.Fields;
import io.cistern.cli.output.People;
import io.cistern.cli.output.Printer;
import io.cistern.cli.settings.Surroundings;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.manifest.PathEntry;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.core.JsonGenerator;

/** Why a path is as it is, and what happens next. */
@Command(name = "explain", header = "Explain why a path is in its state, and what happens next.")
final class ExplainCommand implements Callable<Integer> {
  /** Enough of a hash to recognise it. */
  private static final int HASH_SHOWN = 4;

  private final Invocation invocation;

  @Parameters(paramLabel = "PATH", description = "a file, or a quarantined name")
  private String argument = "";

  ExplainCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    try (Opened opened = Opened.here(invocation, "explain")) {
      Explanation explanation = opened.session()
          .explain(opened.settings())
          .explain(opened.paths().name(argument))
          .orElseThrow(() -> new CisternException(nothing(opened)));
      Printer printer = invocation.printer();
      GatesView gates = GatesView.ofReading(opened.session().identity(), invocation.surroundings());
      if (printer.json()) {
        printer.document("cistern.explain/1", json -> {
          json.writeStringProperty("path", explanation.entry().name());
          EntryFields.write(json, explanation.entry());
          json.writeStringProperty("visible", explanation.visible());
          json.writeStringProperty("why", explanation.why());
          json.writeStringProperty("next", explanation.next());
          asked(json, explanation.asked());
          gates.json(json);
        });
      } else {
        printer
            .line(printer.name(opened.paths().shown(explanation.entry().name())) + " — " + facts(explanation.entry()));
        printer.line("  why         " + printer.name(explanation.why()));
        printer.line("  on disk     " + printer.name(explanation.visible()));
        printer.line("  asked by    " + printer.name(explanation.asked().by()));
        explanation.asked().failed().ifPresent(failed -> printer.line("  failed last " + printer.name(failed(failed))));
        explanation.asked().pin().ifPresent(pin -> printer.line("  pinned      through " + printer.name(pin)));
        printer.line("  next        " + printer.name(explanation.next()));
        gates.lines(printer, invocation.surroundings().clock().instant()).forEach(printer::line);
        printer.line("  history     " + printer.name(history(explanation.asked().history())));
      }
      return 0;
    }
  }

  private static void asked(JsonGenerator json, Explanation.Asked asked) {
    json.writeStringProperty("askedBy", asked.by());
    Fields.optional(json, "pin", asked.pin());
    failure(json, asked.failed());
    json.writeObjectPropertyStart("admission");
    json.writeBooleanProperty("allowed", asked.noRoom().isEmpty());
    Fields.optional(json, "reason", asked.noRoom());
    json.writeEndObject();
    json.writeNumberProperty("historyBegins", asked.history().begins().number());
    json.writeArrayPropertyStart("history");
    for (PathHistory.Step step : asked.history().steps()) {
      json.writeStartObject();
      json.writeNumberProperty("sequence", step.at().number());
      Fields.time(json, "committedAt", step.committed());
      json.writeStringProperty("origin", Words.kebab(step.origin().name()));
      Fields.optional(json, "state", step.after().map(state -> state.name().toLowerCase(Locale.ROOT)));
      Fields.optional(json, "revision", step.revision());
      json.writeBooleanProperty("yielded", step.yielded());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void failure(JsonGenerator json, Optional<FailedFetch> failed) {
    if (failed.isEmpty()) {
      json.writeNullProperty("failedLast");
      return;
    }
    json.writeObjectPropertyStart("failedLast");
    json.writeStringProperty("why", failed.get().why());
    if (failed.get().sequence().isPresent()) {
      json.writeNumberProperty("sequence", failed.get().sequence().get().number());
    } else {
      json.writeNullProperty("sequence");
    }
    Fields.time(json, "at", failed.get().at().flatMap(PathHistory.Step::committed));
    Fields.optional(json, "by", failed.get().by().map(origin -> Words.kebab(origin.name())));
    json.writeStringProperty("triedNext", Words.kebab(failed.get().tried().name()));
    Fields.optional(json, "notBefore", failed.get().notBefore().map(Instant::toString));
    json.writeEndObject();
  }

  private String failed(FailedFetch failed) {
    String where = failed.at()
        .map(step -> " (" + step.at() + ", by " + Words.kebab(step.origin().name())
            + when(step).map(at -> ", " + at).orElse("") + ")")
        .orElse("");
    String when = switch (failed.tried()) {
      case NEXT_HYDRATE -> "; tried next at the next hydrate";
      case WHEN_NAMED -> "; tried next when it is named";
    };
    return failed.why() + where + when + failed.notBefore().map(moment -> ", not before " + moment).orElse("");
  }

  /** Oldest first, as far back as the log goes. */
  private String history(PathHistory history) {
    String begins = "the log begins with " + history.begins();
    if (history.steps().isEmpty()) {
      return "nothing since then: " + begins;
    }
    String steps = history.steps().stream()
        .map(step -> step.at() + " "
            + step.after().map(state -> state.name().toLowerCase(Locale.ROOT)).orElse("gone")
            + " by " + Words.kebab(step.origin().name())
            + step.revision().map(revision -> " " + revision).orElse("")
            + when(step).map(at -> " (" + at + ")").orElse("")
            + (step.yielded() ? " (kept the local file)" : ""))
        .collect(Collectors.joining(" · "));
    return steps + (history.begins().number() > 1 ? " · " + begins : "");
  }

  private Optional<String> when(PathHistory.Step step) {
    Surroundings here = invocation.surroundings();
    return step.committed().map(at -> People.moment(at, here.clock().instant(), here.zone()));
  }

  private Failure nothing(Opened opened) {
    String name = opened.paths().name(argument);
    boolean directory = name.equals("/") || opened.session().list().list(name, false, row -> {}) > 0;
    return directory
        ? new Failure.Usage(argument + " is a directory, and files can be explained; cistern ls tells of all of them")
        : new Failure.Remote(
            Failure.RemoteCode.REMOTE_NOT_FOUND, Optional.of(argument), argument + ": no such path in this mirror",
            Optional.empty());
  }

  private static String facts(PathEntry entry) {
    String revision = entry.revision().map(known -> ", " + known).orElse("");
    String hash = entry.hash().map(known -> ", sha256 " + known.hex().substring(0, HASH_SHOWN) + "…").orElse("");
    return entry.state().name().toLowerCase(Locale.ROOT) + " (" + People.count(entry.size()) + " B" + revision + hash
        + ")";
  }
}
