package io.cistern.cli.command;

import io.cistern.cli.logging.LogSink;
import io.cistern.cli.logging.Logging;
import io.cistern.cli.output.Printer;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;
import org.slf4j.event.Level;

/** Where log lines go in one run. */
final class LogOutput {
  private LogOutput() {}

  static void start(Invocation invocation) {
    GlobalOptions options = invocation.options();
    Printer printer = invocation.printer();
    Consumer<String> lines = options.logFile()
        .map(invocation.surroundings()::resolve)
        .map(LogOutput::appendTo)
        .orElse(printer::error);
    boolean json =
        options.logFormat() == GlobalOptions.LogFormat.JSON || (printer.json() && options.logFile().isEmpty());
    Logging.start(new LogSink(level(invocation), json, invocation.surroundings().clock(), lines));
  }

  private static Level level(Invocation invocation) {
    if (invocation.options().quiet()) {
      return Level.ERROR;
    }
    return switch (invocation.verbosity()) {
      case 0 -> invocation.options().logFile().isPresent() ? Level.INFO : Level.WARN;
      case 1 -> Level.INFO;
      default -> Level.DEBUG;
    };
  }

  /** Stays open for the run; each line is given to the system at once, so that a kill loses none. */
  private static Consumer<String> appendTo(Path file) {
    try {
      PrintStream stream = new PrintStream(
          Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND),
          true,
          StandardCharsets.UTF_8);
      return line -> stream.print(line + "\n");
    } catch (IOException failed) {
      throw new CisternException(
          new Failure.LocalIo(file.toString(), "cannot append to the log file " + file), failed);
    }
  }
}
