package io.cistern.cli.output;

import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import java.io.PrintWriter;
import java.io.StringWriter;

/** Says why a run ended badly: one line with path and cause, one with the next command to try. */
public final class ErrorReport {
  private final Printer printer;
  private final String verb;
  private final int stopCode;

  /**
   * For one run.
   *
   * @param verb the verb that ran, empty when none was understood
   * @param stopCode the exit code of a run that was stopped
   */
  public ErrorReport(Printer printer, String verb, int stopCode) {
    this.printer = printer;
    this.verb = verb;
    this.stopCode = stopCode;
  }

  /** Reports what ended the run and answers its exit code. */
  public int report(Throwable problem) {
    int code = problem instanceof CisternException known ? failure(known.failure()) : internal(problem);
    if (printer.look().stackTraces()) {
      StringWriter trace = new StringWriter();
      problem.printStackTrace(new PrintWriter(trace));
      printer.error(trace.toString().stripTrailing());
    }
    return code;
  }

  /** Reports a failure and answers its exit code. */
  public int failure(Failure failure) {
    return failure(failure, failure instanceof Failure.Interrupted ? stopCode : ExitCode.of(failure));
  }

  /** Reports a failure of a run that ends with another exit code, because it also did something. */
  public int failure(Failure failure, int exit) {
    String hint = FailureText.hint(failure, verb);
    if (printer.json()) {
      printer.jsonError("error", json -> {
        json.writeStringProperty("code", FailureText.code(failure));
        json.writeNumberProperty("exitCode", exit);
        json.writeBooleanProperty("retryable", FailureText.retryable(failure));
        Fields.time(json, "notBefore", FailureText.notBefore(failure));
        Fields.optional(json, "path", FailureText.path(failure));
        json.writeStringProperty("message", failure.message());
        json.writeStringProperty("hint", hint);
      });
    } else {
      lines(failure.message(), hint);
    }
    return exit;
  }

  private int internal(Throwable problem) {
    String what = problem.getMessage() == null ? problem.getClass().getSimpleName() : problem.getMessage();
    String message = "a fault in cistern itself: " + what;
    String hint = "run it again with -vv to see where, and report it; the mirror recovers by itself";
    if (printer.json()) {
      printer.jsonError("error", json -> {
        json.writeStringProperty("code", "INTERNAL");
        json.writeNumberProperty("exitCode", ExitCode.FAILED);
        json.writeBooleanProperty("retryable", false);
        json.writeNullProperty("notBefore");
        json.writeNullProperty("path");
        json.writeStringProperty("message", message);
        json.writeStringProperty("hint", hint);
      });
    } else {
      lines(message, hint);
    }
    return ExitCode.FAILED;
  }

  private void lines(String message, String hint) {
    printer.error(printer.look().errStyle().bad("cistern: ") + printer.errorText(message));
    printer.error("  " + printer.errorText(hint));
  }
}
