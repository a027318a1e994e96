package io.cistern.cli.command;

import io.cistern.application.inspect.Check.Diagnosis;
import io.cistern.application.inspect.Doctor;
import io.cistern.application.inspect.DoctorReport;
import io.cistern.application.inspect.DoctorReport.Examined;
import io.cistern.cli.output.ExitCode;
import io.cistern.cli.output.Fields;
import io.cistern.cli.output.Printer;
import io.cistern.cli.output.Style;
import io.cistern.cli.settings.Surroundings;
import io.cistern.cli.wiring.Doctoring;
import io.cistern.domain.health.Severity;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;
import tools.jackson.core.JsonGenerator;

/** Checks what a mirror needs. */
@Command(name = "doctor", header = "Check disk, locks, clock, token, limits and versions.")
final class DoctorCommand implements Callable<Integer> {
  private final Invocation invocation;

  @Mixin
  private final RemoteOptions options = new RemoteOptions();

  @Option(names = "--selftest", description = "try what the file system promises, in a directory that goes afterwards")
  private boolean selfTest;

  @Spec
  private CommandSpec spec = CommandSpec.create();

  DoctorCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    if (MirrorFinder.find(invocation).isEmpty() && invocation.options().mirror().isEmpty()) {
      return ofPlace(invocation.surroundings());
    }
    try (Opened opened = Opened.here(invocation, "doctor")) {
      ParseResult given = spec.commandLine().getParseResult();
      RemoteChoice choice = new RemoteChoice(invocation, options, given);
      Doctor doctor = Doctoring.ofMirror(
          opened.session(),
          selfTest,
          () -> choice.of(opened.session().identity()),
          opened.settings(),
          invocation.surroundings());
      return tell(Optional.of(opened.session().root()), doctor.examine());
    }
  }

  private int ofPlace(Surroundings surroundings) {
    invocation.startLogging();
    invocation.printer().note("no mirror here: only the machine is checked");
    return tell(Optional.empty(), Doctoring.ofPlace(surroundings.directory(), selfTest, surroundings).examine());
  }

  private int tell(Optional<Path> mirror, DoctorReport report) {
    Printer printer = invocation.printer();
    int code = report.needsAttention() ? ExitCode.NEEDS_A_PERSON : ExitCode.DONE;
    if (printer.json()) {
      printer.document("cistern.doctor/1", json -> {
        json.writeStringProperty("version", VersionCommand.number());
        Fields.optional(json, "mirror", mirror.map(Path::toString));
        json.writeBooleanProperty("well", !report.needsAttention());
        json.writeArrayPropertyStart("checks");
        report.checks().forEach(examined -> fields(json, examined));
        json.writeEndArray();
      });
    } else {
      VersionCommand.print(printer);
      report.checks().forEach(examined -> lines(printer, examined));
    }
    return code;
  }

  private static void lines(Printer printer, Examined examined) {
    Style style = printer.style();
    boolean well = examined.diagnoses().stream().allMatch(diagnosis -> diagnosis.severity() == Severity.NOTE);
    printer.line((well ? style.good("well     ") : style.warn("attention")) + "  " + examined.check());
    for (Diagnosis diagnosis : examined.diagnoses()) {
      printer.line("             " + printer.name(diagnosis.message()));
      if (!diagnosis.advice().isEmpty()) {
        printer.line("             → " + printer.name(diagnosis.advice()));
      }
    }
  }

  private static void fields(JsonGenerator json, Examined examined) {
    json.writeStartObject();
    json.writeStringProperty("check", examined.check());
    json.writeArrayPropertyStart("diagnoses");
    for (Diagnosis diagnosis : examined.diagnoses()) {
      json.writeStartObject();
      json.writeStringProperty("severity", Words.kebab(diagnosis.severity().name()));
      json.writeStringProperty("message", diagnosis.message());
      json.writeStringProperty("advice", diagnosis.advice());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }
}
