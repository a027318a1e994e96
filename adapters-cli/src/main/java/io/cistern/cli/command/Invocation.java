package io.cistern.cli.command;

import io.cistern.application.concurrent.StopSignal;
import io.cistern.cli.output.ErrorReport;
import io.cistern.cli.output.ExitCode;
import io.cistern.cli.output.Look;
import io.cistern.cli.output.Printer;
import io.cistern.cli.output.ProgressLine;
import io.cistern.cli.settings.FlagVariables;
import io.cistern.cli.settings.Settings;
import io.cistern.cli.settings.SettingsLoader;
import io.cistern.cli.settings.Surroundings;
import io.cistern.domain.budget.Passage;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.time.Deadline;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * What a verb works with in one run. Nothing is read or built before it is asked for, so that simple verbs start fast.
 * For one thread, but for {@link #waits}.
 */
public final class Invocation {
  private final Surroundings surroundings;
  private final StopRequest stop;
  private final GlobalOptions options;
  private final Instant startedAt;
  private final AtomicReference<Optional<ProgressLine>> shown = new AtomicReference<>(Optional.empty());
  private Optional<Printer> printer = Optional.empty();

  Invocation(Surroundings surroundings, StopRequest stop, GlobalOptions options) {
    this.surroundings = surroundings;
    this.stop = stop;
    this.options = options;
    this.startedAt = surroundings.clock().instant();
  }

  Surroundings surroundings() {
    return surroundings;
  }

  StopRequest stop() {
    return stop;
  }

  GlobalOptions options() {
    return options;
  }

  FlagVariables variables() {
    return new FlagVariables(surroundings);
  }

  /** The way out; options must have been parsed. */
  Printer printer() {
    if (printer.isEmpty()) {
      Look look = Look.of(options.json(), options.quiet(), verbosity() >= 2, options.color(), surroundings);
      printer = Optional.of(new Printer(surroundings.streams(), look));
    }
    return printer.get();
  }

  /** How errors are told. */
  ErrorReport errors(String verb) {
    return new ErrorReport(printer(), verb, stop.exitCode());
  }

  /** 0 to 2, from the flag or the environment. */
  int verbosity() {
    return options.verbosity() > 0 ? Math.min(2, options.verbosity()) : variables().verbosity();
  }

  /** When the run must have ended. */
  Deadline deadline() {
    return options.timeout().map(within -> Deadline.after(startedAt, within)).orElse(Deadline.NEVER);
  }

  /** Reads settings; {@code mirror} is the root of the mirror at hand, whose own config counts, too. */
  Settings settings(Optional<Path> mirror) {
    return loader().load(options.sets(), mirror.map(root -> root.resolve(".cistern").resolve("config.toml")));
  }

  /** Where settings are read from. */
  SettingsLoader loader() {
    return new SettingsLoader(surroundings, options.config().map(surroundings::resolve));
  }

  /** Sends log lines where the options want them; verbs that do no work need none. */
  void startLogging() {
    LogOutput.start(this);
  }

  /** A failure as it is to be told: what the overall deadline cut short is no fault of the broker's. */
  Failure told(Failure failure) {
    Failure plain =
        failure instanceof Failure.Interrupted && stop.signal().stopped() ? StopSignal.interrupted() : failure;
    boolean cut = switch (plain) {
      case Failure.Interrupted _ -> stop.exitCode() == ExitCode.TIMED_OUT;
      case Failure.Remote remote -> remote.code() == Failure.RemoteCode.REMOTE_TIMEOUT && overdue();
      case Failure.TimedOut _ -> overdue();
      default -> false;
    };
    return cut
        ? new Failure.TimedOut("--timeout was reached; the mirror is as the last finished step left it")
        : plain;
  }

  /** The exit code of a run that this ended. */
  int exitCode(Failure failure) {
    Failure told = told(failure);
    return told instanceof Failure.Interrupted ? stop.exitCode() : ExitCode.of(told);
  }

  private boolean overdue() {
    return deadline().passed(surroundings.clock().instant());
  }

  /**
   * The exit code of work that has ended.
   *
   * @param changed whether it did anything; doing nothing is worth a code of its own only when asked for
   */
  int finish(int code, boolean changed) {
    if (code == ExitCode.INTERRUPTED && stop.signal().stopped()) {
      return stop.exitCode();
    }
    return code == ExitCode.DONE && !changed && options.failIfUnchanged() ? ExitCode.NOTHING_TO_DO : code;
  }

  /** For a verb that cannot say what it would do; doing it all the same would be the opposite of what was asked for. */
  void refuseDryRun(String verb) {
    if (options.dryRun()) {
      throw new CisternException(new Failure.Usage("--dry-run: cistern " + verb + " cannot be rehearsed"));
    }
  }

  /** Where a verb's progress is shown. */
  ProgressLine progress(String verb) {
    boolean capable = surroundings.streams().errTerminal()
        && surroundings.variable("TERM").filter("dumb"::equals).isEmpty();
    ProgressLine.Form form = ProgressLine.Form.of(options.progress(), printer().look(), capable);
    ProgressLine line = new ProgressLine(printer(), surroundings.clock(), verb, form, columns());
    shown.set(Optional.of(line));
    return line;
  }

  /** A request waits at the remote's gate, which is shown wherever progress is. For many threads. */
  void waits(Passage.Closed passage) {
    shown.get().ifPresent(line -> line.waits(passage));
  }

  /** How wide the terminal says it is; the usual width where it does not say. */
  private int columns() {
    return surroundings.variable("COLUMNS").filter(text -> text.matches("[1-9][0-9]{1,4}")).map(Integer::parseInt)
        .orElse(80);
  }
}
