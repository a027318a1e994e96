package io.cistern.cli.command;

import io.cistern.cli.output.ErrorReport;
import io.cistern.cli.output.Look;
import io.cistern.cli.output.Printer;
import io.cistern.cli.output.When;
import io.cistern.cli.settings.Durations;
import io.cistern.cli.settings.FlagVariables;
import io.cistern.cli.settings.Surroundings;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;

/** Makes a command line, runs it, and turns every end into an exit code. */
public final class CommandTree {
  private final Surroundings surroundings;
  private final StopRequest stop;

  public CommandTree(Surroundings surroundings, StopRequest stop) {
    this.surroundings = surroundings;
    this.stop = stop;
  }

  /** Runs one command line; never throws. */
  public int run(String... args) {
    try {
      // Nothing but the whole first word: a file of that name is an argument like any other.
      List<Verb> internal = Verbs.INTERNAL.stream().filter(verb -> args.length > 0 && verb.isNamed(args[0])).toList();
      if (!internal.isEmpty()) {
        return run(internal, args);
      }
      List<Verb> wanted = Verbs.ALL.stream().filter(verb -> List.of(args).stream().anyMatch(verb::isNamed)).toList();
      // Making every verb costs tens of milliseconds, and most runs need one; a mistake needs all, to say what was
      // meant.
      boolean needsAll = wanted.isEmpty() || wanted.stream().anyMatch(Verbs::listsOthers);
      return needsAll ? run(Verbs.ALL, args) : runFew(wanted, args);
    } catch (Throwable problem) {
      return new ErrorReport(earlyPrinter(args), "", stop.exitCode()).report(problem);
    }
  }

  /** A command line with every verb, for help and completion. */
  static CommandLine whole(Invocation invocation) {
    return assemble(Verbs.ALL, invocation);
  }

  private int runFew(List<Verb> verbs, String... args) {
    Invocation invocation = invocation();
    CommandLine line = assemble(verbs, invocation);
    try {
      line.parseArgs(args);
    } catch (ParameterException _) {
      return run(Verbs.ALL, args);
    }
    return run(verbs, args);
  }

  private int run(List<Verb> verbs, String... args) {
    Invocation invocation = invocation();
    CommandLine line = assemble(verbs, invocation);
    PrintWriter out = writer(surroundings.streams().out());
    line.setOut(out).setErr(writer(surroundings.streams().err()));
    line.setParameterExceptionHandler((wrong, given) -> usage(wrong, given));
    line.setExecutionExceptionHandler(
        (problem, at, parsed) -> invocation.errors(verb(at)).report(told(problem, invocation)));
    line.setExecutionStrategy(
        parsed -> Watchdog.over(invocation.options().timeout(), stop, () -> new CommandLine.RunLast().execute(parsed)));
    int code = line.execute(args);
    out.flush();
    surroundings.streams().out().flush();
    return code;
  }

  private static PrintWriter writer(PrintStream stream) {
    return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
  }

  private Invocation invocation() {
    return new Invocation(surroundings, stop, new GlobalOptions());
  }

  private static CommandLine assemble(List<Verb> verbs, Invocation invocation) {
    CommandLine line = new CommandLine(new CisternCommand(invocation));
    for (Verb verb : verbs) {
      line.addSubcommand(verb.name(), verb.command().apply(invocation), verb.aliases().toArray(String[]::new));
    }
    line.registerConverter(Duration.class, CommandTree::duration);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setAllowSubcommandsAsOptionParameters(true);
    line.setExpandAtFiles(false);
    line.setInterpolateVariables(false);
    line.setUsageHelpWidth(100);
    line.setDefaultValueProvider(new VariableDefaults(invocation.variables()));
    return HelpPage.grouped(line, verbs);
  }

  private static Duration duration(String text) {
    return Durations.parse(text)
        .orElseThrow(() -> new TypeConversionException("'" + text + "' is not a duration such as 45s or 1m30s"));
  }

  private int usage(ParameterException wrong, String... args) {
    ErrorReport report = new ErrorReport(earlyPrinter(args), verb(wrong.getCommandLine()), stop.exitCode());
    for (Throwable cause = wrong; cause != null; cause = cause.getCause()) {
      if (cause instanceof CisternException known) {
        return report.report(known);
      }
    }
    return report.failure(new Failure.Usage(UsageText.of(wrong)));
  }

  private static Throwable told(Throwable problem, Invocation invocation) {
    if (!(problem instanceof CisternException known)) {
      return problem;
    }
    Failure told = invocation.told(known.failure());
    return told.equals(known.failure()) ? problem : new CisternException(told, problem);
  }

  /** For errors in the options themselves, which have not been understood then. */
  private Printer earlyPrinter(String... args) {
    boolean json = List.of(args).contains("--json")
        || new FlagVariables(surroundings).value("json").filter(value -> !value.equals("0")).isPresent();
    boolean traces = List.of(args).contains("-vv");
    return new Printer(surroundings.streams(), Look.of(json, false, traces, When.AUTO, surroundings));
  }

  private static String verb(CommandLine at) {
    String name = at.getCommandSpec().qualifiedName(" ");
    return name.startsWith("cistern ") ? name.substring("cistern ".length()) : "";
  }
}
