package io.cistern.cli.command;

import io.cistern.application.inspect.ShowLog;
import io.cistern.application.inspect.ShowLog.Entry;
import io.cistern.application.inspect.ShowLog.Group;
import io.cistern.cli.output.ExitCode;
import io.cistern.cli.output.Fields;
import io.cistern.cli.output.People;
import io.cistern.cli.output.Printer;
import io.cistern.cli.settings.Surroundings;
import io.cistern.domain.journal.Sequence;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.core.JsonGenerator;

/** Lists committed operations, newest last. */
@Command(name = "log", header = "List committed operations, newest last.")
final class LogCommand implements Callable<Integer> {
  private static final int SHOWN = 3;

  private final Invocation invocation;

  @Parameters(arity = "0..1", paramLabel = "PATH", description = "only what speaks of this file or directory")
  private Optional<String> path = Optional.empty();

  @Option(names = "--from", paramLabel = "SEQ", description = "begin at this number")
  private Optional<String> from = Optional.empty();

  @Option(names = "--limit", paramLabel = "N", description = "at most so many, and say where to go on")
  private Optional<Integer> limit = Optional.empty();

  LogCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    Sequence begin = from.map(UndoCommand::sequence).orElse(Sequence.NONE);
    long most = limit.filter(count -> count > 0).map(Integer::longValue).orElse(Long.MAX_VALUE);
    try (Opened opened = Opened.here(invocation, "log")) {
      PathArguments paths = opened.paths();
      Printer printer = invocation.printer();
      ShowLog.Report report = opened.session().log().show(
          begin, path.map(paths::name).orElse("/"), most, group -> {
            invocation.stop().signal().check();
            if (printer.json()) {
              printer.jsonLine("operation", json -> fields(json, group));
            } else {
              printer.line(line(printer, paths, group, when(group)));
            }
          });
      int code = invocation.finish(ExitCode.DONE, report.groups() > 0);
      end(report, code);
      return code;
    }
  }

  private void end(ShowLog.Report report, int code) {
    Printer printer = invocation.printer();
    if (printer.json()) {
      printer.jsonLine("summary", json -> {
        json.writeStringProperty("verb", "log");
        json.writeNumberProperty("begins", report.begins().number());
        json.writeNumberProperty("operations", report.groups());
        json.writeName("next");
        report.next().ifPresentOrElse(at -> json.writeNumber(at.number()), json::writeNull);
        json.writeNumberProperty("exitCode", code);
      });
      return;
    }
    printer.note("the history begins at " + report.begins()
        + report.next().map(at -> "; go on with --from " + at.number()).orElse(""));
  }

  private String when(Group group) {
    Surroundings here = invocation.surroundings();
    return group.committed().map(at -> People.moment(at, here.clock().instant(), here.zone())).orElse("");
  }

  private static String line(Printer printer, PathArguments paths, Group group, String when) {
    String first = group.entries().stream().limit(SHOWN)
        .map(entry -> printer.name(paths.shown(entry.name())) + " " + printer.name(entry.what())
            + (entry.kept() ? " (a person's bytes kept the name)" : ""))
        .collect(Collectors.joining(", "));
    int more = group.entries().size() - SHOWN;
    return String.format("%-8s %-9s %-13s %s", group.at(), when, Words.kebab(group.origin().name()), first)
        + (more > 0 ? ", and " + People.count(more) + " more" : "")
        + (group.published() ? "" : "  (to be finished by the next command)");
  }

  private static void fields(JsonGenerator json, Group group) {
    json.writeNumberProperty("sequence", group.at().number());
    Fields.time(json, "committedAt", group.committed());
    json.writeStringProperty("origin", Words.kebab(group.origin().name()));
    json.writeBooleanProperty("published", group.published());
    json.writeArrayPropertyStart("paths");
    for (Entry entry : group.entries()) {
      json.writeStartObject();
      json.writeStringProperty("path", entry.name());
      json.writeStringProperty("origin", Words.kebab(entry.origin().name()));
      json.writeStringProperty("what", entry.what());
      json.writeName("state");
      entry.state().map(state -> Words.kebab(state.name())).ifPresentOrElse(json::writeString, json::writeNull);
      json.writeBooleanProperty("kept", entry.kept());
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
