package io.cistern.cli.command;

import io.cistern.application.compare.Comparison;
import io.cistern.application.inspect.VerifyReport;
import io.cistern.application.inspect.VerifyRequest;
import io.cistern.cli.output.ExitCode;
import io.cistern.cli.output.People;
import io.cistern.cli.output.Printer;
import io.cistern.cli.output.ProgressLine;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.health.Finding;
import io.cistern.domain.health.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Hashes content and compares it with the manifest. */
@Command(name = "verify", header = "Hash content and compare it with what the mirror remembers.")
final class VerifyCommand implements Callable<Integer> {
  private final Invocation invocation;

  @Mixin
  private final RemoteOptions options = new RemoteOptions();

  @Option(names = "--remote", description = "compare with a fresh listing of the remote, too")
  private boolean remotely;

  @Spec
  private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "PATH", description = "files or directories (default: everything)")
  private List<String> arguments = new ArrayList<>();

  VerifyCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    try (Opened opened = Opened.here(invocation, "verify")) {
      List<String> names = arguments.stream().map(opened.paths()::name).toList();
      VerifyRequest request = new VerifyRequest(names, !invocation.options().dryRun());
      VerifyReport report;
      Optional<Comparison> compared = Optional.empty();
      try (ProgressLine progress = invocation.progress("verify")) {
        report = opened.session()
            .verify(opened.settings(), recovery -> Opened.tell(invocation, recovery))
            .verify(request, finding -> tell(opened.paths(), finding), progress, invocation.stop().signal());
        if (remotely) {
          compared = Optional.of(compare(opened, names, progress));
        }
      }
      report.unmatched().forEach(this::unmatched);
      report.unrecorded().ifPresent(failure -> invocation.printer()
          .warn("what was found is not written down: " + failure.message()));
      int code = compared.filter(comparison -> comparison.differing() > 0).isPresent()
          ? ExitCode.NEEDS_A_PERSON
          : code(report, names.size());
      summary(report, compared, code);
      return code;
    }
  }

  private Comparison compare(Opened opened, List<String> names, ProgressLine progress) {
    return opened.remote(options, spec.commandLine().getParseResult())
        .comparing()
        .compare(
            names, invocation.deadline(), finding -> tell(opened.paths(), finding), progress,
            invocation.stop().signal());
  }

  private void tell(PathArguments paths, Finding finding) {
    Printer printer = invocation.printer();
    if (printer.json()) {
      printer.jsonLine("item", json -> {
        json.writeStringProperty("path", finding.name());
        json.writeStringProperty("finding", Words.kebab(finding.getClass().getSimpleName()));
        json.writeStringProperty("severity", Words.kebab(finding.severity().name()));
        json.writeStringProperty("message", finding.message());
      });
    } else if (finding.severity() != Severity.NOTE || invocation.verbosity() > 0) {
      printer.line(printer.name(paths.shown(finding.name())) + ": " + printer.name(finding.message()));
    }
  }

  private void summary(VerifyReport report, Optional<Comparison> compared, int code) {
    Printer printer = invocation.printer();
    if (printer.json()) {
      printer.jsonLine("summary", json -> {
        json.writeStringProperty("verb", "verify");
        json.writeNumberProperty("checked", report.checked());
        json.writeNumberProperty("bytes", report.bytes());
        for (Severity severity : Severity.values()) {
          json.writeNumberProperty(Words.kebab(severity.name()), report.of(severity));
        }
        json.writeNumberProperty("recorded", report.recorded());
        compared.ifPresent(comparison -> {
          json.writeNumberProperty("listed", comparison.listed());
          json.writeNumberProperty("differing", comparison.differing());
        });
        json.writeNumberProperty("exitCode", code);
      });
    } else if (report.checked() > 0 || report.unmatched().isEmpty()) {
      printer.line(text(report));
      compared.ifPresent(comparison -> printer.line(text(comparison)));
    }
  }

  private static String text(Comparison comparison) {
    return People.many(comparison.listed(), "file") + " listed by the remote: the mirror "
        + (comparison.differing() == 0
            ? "knows them as they are"
            : "differs at " + People.many(comparison.differing(), "path"));
  }

  static String text(VerifyReport report) {
    String checked = People.many(report.checked(), "path") + " checked, " + People.size(report.bytes()) + " hashed: ";
    List<String> found = new ArrayList<>();
    add(found, report.of(Severity.DAMAGE), "damaged");
    add(found, report.of(Severity.ATTENTION), "need attention");
    add(found, report.of(Severity.NOTE), "worth a note (-v shows them)");
    return checked + (found.isEmpty() ? "all is as it should be" : String.join(", ", found));
  }

  private static void add(List<String> found, long count, String what) {
    if (count > 0) {
      found.add(People.count(count) + " " + what);
    }
  }

  private static int code(VerifyReport report, int asked) {
    if (report.needsAttention()) {
      return ExitCode.NEEDS_A_PERSON;
    }
    if (report.unmatched().isEmpty()) {
      return ExitCode.DONE;
    }
    return report.unmatched().size() == asked ? ExitCode.FAILED : ExitCode.PARTLY_DONE;
  }

  private void unmatched(String name) {
    invocation.errors("verify").failure(new Failure.Remote(
        Failure.RemoteCode.REMOTE_NOT_FOUND, Optional.of(name), name + ": no such path in this mirror",
        Optional.empty()));
  }
}
