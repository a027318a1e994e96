package io.cistern.cli.command;

import io.cistern.application.inspect.LocalChanges;
import io.cistern.application.inspect.LocalChanges.Kind;
import io.cistern.application.inspect.LocalChanges.LocalChange;
import io.cistern.cli.output.ExitCode;
import io.cistern.cli.output.Printer;
import io.cistern.cli.output.ProgressLine;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Lists what was changed here, after having looked. */
@Command(name = "diff", header = "List what was changed here and is not sent.")
final class DiffCommand implements Callable<Integer> {
  private final Invocation invocation;

  @Parameters(arity = "0..1", paramLabel = "PATH", description = "only this file or directory")
  private Optional<String> path = Optional.empty();

  DiffCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    try (Opened opened = Opened.here(invocation, "diff")) {
      LocalChanges changes =
          opened.session().local(opened.settings(), recovery -> Opened.tell(invocation, recovery)).changes();
      String name = path.map(opened.paths()::name).orElse("/");
      long recorded = invocation.options().dryRun() ? 0 : look(changes, name);
      Map<Kind, Long> kinds = new EnumMap<>(Kind.class);
      long count = changes.list(name, change -> {
        invocation.stop().signal().check();
        kinds.merge(change.kind(), 1L, Long::sum);
        tell(change, opened.paths());
      });
      int code = invocation.finish(ExitCode.DONE, count > 0);
      summary(count, recorded, kinds, code);
      return code;
    }
  }

  /** What was found stays found only when it is written down; a full disk keeps it from that, and from nothing else. */
  private long look(LocalChanges changes, String name) {
    try (ProgressLine progress = invocation.progress("diff")) {
      return changes.recordAll(name, progress, invocation.stop().signal());
    } catch (CisternException failed) {
      if (!(failed.failure() instanceof Failure.LocalDiskFull)) {
        throw failed;
      }
      invocation.printer().warn("what was found now is not written down, nor listed: " + failed.getMessage());
      return 0;
    }
  }

  private void tell(LocalChange change, PathArguments paths) {
    Printer printer = invocation.printer();
    if (printer.json()) {
      printer.jsonLine("local", json -> {
        json.writeStringProperty("path", change.name());
        json.writeStringProperty("change", Words.kebab(change.kind().name()));
      });
    } else {
      printer.line(String.format(
          "%-9s %s", Words.kebab(change.kind().name()), printer.name(paths.shown(change.name()))));
    }
  }

  private void summary(long count, long recorded, Map<Kind, Long> kinds, int code) {
    Printer printer = invocation.printer();
    if (!printer.json()) {
      if (count == 0) {
        printer.note("nothing was changed here");
      }
      return;
    }
    printer.jsonLine("summary", json -> {
      json.writeStringProperty("verb", "diff");
      json.writeNumberProperty("changes", count);
      json.writeNumberProperty("recorded", recorded);
      for (Kind kind : Kind.values()) {
        json.writeNumberProperty(Words.kebab(kind.name()), kinds.getOrDefault(kind, 0L));
      }
      json.writeNumberProperty("exitCode", code);
    });
  }
}
