package io.cistern.cli.command;

import io.cistern.application.inspect.ListPaths;
import io.cistern.application.inspect.ListedPath;
import io.cistern.cli.output.ExitCode;
import io.cistern.cli.output.People;
import io.cistern.cli.output.Printer;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.manifest.PathEntry;
import io.cistern.domain.manifest.PathState;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.core.JsonGenerator;

/** Lists paths with their state. */
@Command(name = "ls", header = "List paths with their state.")
final class LsCommand implements Callable<Integer> {
  private final Invocation invocation;

  @Parameters(paramLabel = "PATH", description = "files or directories (default: the current directory)")
  private List<String> arguments = new ArrayList<>();

  @Option(names = {"-r", "--recursive"}, description = "every file below, instead of one level")
  private boolean recursive;

  @Option(names = "--null", description = "only names, raw, each ended by NUL")
  private boolean nullEnded;

  LsCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    try (Opened opened = Opened.here(invocation, "ls")) {
      Printer printer = invocation.printer();
      PathArguments paths = opened.paths();
      List<String> missing = new ArrayList<>();
      if (nullEnded) {
        missing.addAll(list(opened, row -> printer.nullEnded(paths.shown(row.name()))));
      } else if (printer.json()) {
        printer.document("cistern.ls/1", json -> {
          json.writeArrayPropertyStart("entries");
          missing.addAll(list(opened, row -> entry(json, row)));
          json.writeEndArray();
        });
      } else {
        missing.addAll(list(opened, row -> printer.line(line(printer, paths, row))));
      }
      missing.forEach(this::unknown);
      return missing.isEmpty() ? ExitCode.DONE : asked() == missing.size() ? ExitCode.FAILED : ExitCode.PARTLY_DONE;
    }
  }

  private int asked() {
    return Math.max(1, arguments.size());
  }

  /** Lists what was asked for; answers the names that the mirror does not know. */
  private List<String> list(Opened opened, Consumer<ListedPath> sink) {
    ListPaths lister = opened.session().list();
    List<String> missing = new ArrayList<>();
    for (String argument : arguments.isEmpty() ? List.of(".") : arguments) {
      String name = opened.paths().name(argument);
      if (lister.list(name, recursive, row -> told(sink, row)) == 0 && !name.equals("/")) {
        missing.add(argument);
      }
    }
    return missing;
  }

  private void told(Consumer<ListedPath> sink, ListedPath row) {
    invocation.stop().signal().check();
    sink.accept(row);
  }

  private void unknown(String name) {
    invocation.errors("ls").failure(new Failure.Remote(
        Failure.RemoteCode.REMOTE_NOT_FOUND, Optional.of(name), name + ": no such path in this mirror",
        Optional.empty()));
  }

  private static String line(Printer printer, PathArguments paths, ListedPath row) {
    String name = printer.name(paths.shown(row.name()));
    return switch (row) {
      case ListedPath.Directory _ -> String.format("%-11s  %10s  %s", "", "", printer.style().strong(name + "/"));
      case ListedPath.File(PathEntry entry, boolean pinned) -> String.format(
          "%s  %10s  %s%s", state(printer, entry.state()), People.size(entry.size()), name,
          pinned ? printer.style().faint("  (pinned)") : "");
    };
  }

  private static String state(Printer printer, PathState state) {
    String word = String.format("%-11s", state.name().toLowerCase(Locale.ROOT));
    return switch (state) {
      case PLACEHOLDER -> printer.style().faint(word);
      case HYDRATED -> printer.style().good(word);
      case MODIFIED, ADDED, REMOVED -> printer.style().strong(word);
      case CONFLICT, QUARANTINED -> printer.style().warn(word);
    };
  }

  private static void entry(JsonGenerator json, ListedPath row) {
    json.writeStartObject();
    json.writeStringProperty("path", row.name());
    switch (row) {
      case ListedPath.Directory _ -> json.writeStringProperty("type", "directory");
      case ListedPath.File(PathEntry entry, boolean pinned) -> file(json, entry, pinned);
    }
    json.writeEndObject();
  }

  private static void file(JsonGenerator json, PathEntry entry, boolean pinned) {
    json.writeStringProperty("type", "file");
    EntryFields.write(json, entry);
    json.writeBooleanProperty("pinned", pinned);
  }
}
