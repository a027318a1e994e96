package io.cistern.cli.command;

import io.cistern.application.inspect.StatusReport;
import io.cistern.application.inspect.Verdict;
import io.cistern.application.port.MirrorIdentity;
import io.cistern.cli.output.ExitCode;
import io.cistern.cli.output.Printer;
import io.cistern.cli.settings.SettingKeys;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** What is here, what is pending, what is wrong. */
@Command(name = "status", header = "Show what is here, what is pending, what is wrong.")
final class StatusCommand implements Callable<Integer> {
  private final Invocation invocation;

  StatusCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    try (Opened opened = Opened.here(invocation, "status")) {
      StatusReport report = opened.session().status(opened.settings()).status();
      MirrorIdentity identity = opened.session().identity();
      StatusView view = new StatusView(
          identity, opened.session().root(), report, opened.settings().get(SettingKeys.QUOTA_DISK),
          GatesView.of(identity, invocation.surroundings()));
      Printer printer = invocation.printer();
      if (printer.json()) {
        printer.document("cistern.status/1", view::json);
      } else {
        view.lines(printer, opened.paths(), invocation.surroundings()).forEach(printer::line);
      }
      report.damage().ifPresent(damage -> invocation.errors("status").failure(damage));
      return code(report.verdict());
    }
  }

  /** Local changes that wait to be sent need nobody; names that stay incomplete, with nobody at work on them, do. */
  static int code(Verdict verdict) {
    return switch (verdict) {
      case DAMAGED -> ExitCode.MIRROR_DAMAGED;
      case ATTENTION, STALLED -> ExitCode.NEEDS_A_PERSON;
      case WORKING, IN_SYNC -> ExitCode.DONE;
    };
  }
}
