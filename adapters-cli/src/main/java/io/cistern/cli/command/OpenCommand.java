package io.cistern.cli.command;

import io.cistern.application.hydrate.OpenFile;
import io.cistern.application.hydrate.OpenedFile;
import io.cistern.application.hydrate.OpenedFile.Result;
import io.cistern.cli.output.ExitCode;
import io.cistern.cli.output.FailureText;
import io.cistern.cli.output.Printer;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.workspace.WorkspacePath;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.core.JsonGenerator;

/** Fetches files ahead of everything else and says where they are. */
@Command(name = "open", header = "Fetch files ahead of everything else; print where they are.")
final class OpenCommand implements Callable<Integer> {
  private final Invocation invocation;

  @Mixin
  private final RemoteOptions options = new RemoteOptions();

  @Parameters(paramLabel = "PATH", arity = "1..*", description = "files")
  private List<String> arguments = new ArrayList<>();

  @Option(names = "--cat", description = "write the content to standard output instead of the place")
  private boolean cat;

  @Option(names = "--null", description = "end each place with NUL instead of a line break, raw")
  private boolean nullEnded;

  @Spec
  private CommandSpec spec = CommandSpec.create();

  OpenCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    invocation.refuseDryRun("open");
    if (cat && invocation.printer().json()) {
      throw new CisternException(new Failure.Usage("--cat writes content, --json a report; choose one"));
    }
    try (Opened opened = Opened.here(invocation, "open")) {
      List<WorkspacePath> paths = arguments.stream().map(opened.paths()::path).toList();
      OpenFile verb = opened.remote(options, spec.commandLine().getParseResult()).opening();
      List<OpenedFile> files = verb.open(paths);
      files.forEach(file -> tell(verb, file));
      return summary(files);
    }
  }

  private void tell(OpenFile verb, OpenedFile file) {
    Printer printer = invocation.printer();
    if (printer.json()) {
      printer.jsonLine("item", json -> fields(json, file));
      return;
    }
    switch (file.result()) {
      case Result.Here _ when cat -> write(verb, file.path());
      case Result.Here(String location, boolean _) when nullEnded -> printer.nullEnded(location);
      case Result.Here(String location, boolean _) -> printer.line(printer.name(location));
      case Result.NotHere(Failure reason, boolean _) -> invocation.errors("open").failure(reason);
    }
  }

  private void write(OpenFile verb, WorkspacePath path) {
    try (InputStream content = verb.read(path)) {
      invocation.printer().bytes(content);
    } catch (IOException failed) {
      throw new CisternException(
          new Failure.LocalIo(path.value(), "cannot read " + path + ": " + failed.getMessage()), failed);
    }
  }

  private int summary(List<OpenedFile> files) {
    long fetched =
        files.stream().filter(file -> file.result() instanceof Result.Here(String _, boolean now) && now).count();
    long here = files.stream().filter(file -> file.result() instanceof Result.Here).count();
    int code = invocation.finish(code(files, here), fetched > 0);
    if (invocation.printer().json()) {
      invocation.printer().jsonLine("summary", json -> {
        json.writeStringProperty("verb", "open");
        json.writeNumberProperty("candidates", files.size());
        json.writeNumberProperty("fetched", fetched);
        json.writeNumberProperty("alreadyHere", here - fetched);
        json.writeNumberProperty("failed", files.size() - here);
        json.writeNumberProperty("exitCode", code);
      });
    }
    return code;
  }

  /** 3 if some are here; else the code of their common cause. */
  private static int code(List<OpenedFile> files, long here) {
    Set<Integer> causes = new HashSet<>();
    files.forEach(file -> {
      if (file.result() instanceof Result.NotHere(Failure reason, boolean _)) {
        causes.add(ExitCode.of(reason));
      }
    });
    if (causes.isEmpty() || here > 0) {
      return causes.isEmpty() ? ExitCode.DONE : ExitCode.PARTLY_DONE;
    }
    return causes.size() == 1 ? causes.iterator().next() : ExitCode.FAILED;
  }

  private static void fields(JsonGenerator json, OpenedFile file) {
    json.writeStringProperty("path", file.path().value());
    switch (file.result()) {
      case Result.Here(String location, boolean fetched) -> {
        json.writeStringProperty("result", "here");
        json.writeStringProperty("location", location);
        json.writeBooleanProperty("fetched", fetched);
      }
      case Result.NotHere(Failure reason, boolean retryable) -> {
        json.writeStringProperty("result", "failed");
        json.writeStringProperty("reason", FailureText.code(reason));
        if (reason instanceof Failure.Guarded guarded) {
          json.writeStringProperty("guard", guarded.guard().name());
        }
        json.writeBooleanProperty("retryable", retryable);
        json.writeStringProperty("message", reason.message());
        PassOutput.notBefore(json, reason);
      }
    }
  }
}
