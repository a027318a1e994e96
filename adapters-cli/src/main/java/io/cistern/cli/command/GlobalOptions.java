package io.cistern.cli.command;

import io.cistern.cli.output.When;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** Options that every verb takes, before or after its name. Filled by the parser, then only read. */
final class GlobalOptions {
  @Option(
      names = {"-C", "--mirror"},
      paramLabel = "DIR",
      scope = ScopeType.INHERIT,
      description = "the mirror (default: found upwards from the current directory)")
  private Optional<Path> mirror = Optional.empty();

  @Option(
      names = "--config",
      paramLabel = "FILE",
      scope = ScopeType.INHERIT,
      description = "the user's settings (default: $XDG_CONFIG_HOME/cistern/config.toml)")
  private Optional<Path> config = Optional.empty();

  @Option(
      names = "--home",
      paramLabel = "NAME",
      scope = ScopeType.INHERIT,
      description = "the credential home to take the token from (cistern login)")
  private Optional<String> home = Optional.empty();

  @Option(names = "--json", scope = ScopeType.INHERIT, description = "the result as JSON")
  private boolean json;

  @Option(
      names = {"-n", "--dry-run"},
      scope = ScopeType.INHERIT,
      description = "say what would be done, and do nothing")
  private boolean dryRun;

  @Option(
      names = {"-y", "--yes"},
      scope = ScopeType.INHERIT,
      hidden = true,
      description = "answer questions with yes")
  @SuppressWarnings("UnusedVariable") // taken from the start, so that scripts may give it; no command asks yet
  private boolean yes;

  @Option(
      names = "--confirm",
      paramLabel = "TOKEN",
      scope = ScopeType.INHERIT,
      description = "allow once what a refusal named")
  private Optional<String> confirm = Optional.empty();

  @Option(names = {"-q", "--quiet"}, scope = ScopeType.INHERIT, description = "only the result, and errors")
  private boolean quiet;

  @Option(
      names = {"-v", "--verbose"},
      scope = ScopeType.INHERIT,
      description = "say more; twice: everything, and stack traces")
  private boolean[] verbose = {};

  @Option(
      names = "--progress",
      paramLabel = "WHEN",
      scope = ScopeType.INHERIT,
      description = "show progress: auto, always, never")
  private When progress = When.AUTO;

  @Option(
      names = "--color",
      paramLabel = "WHEN",
      scope = ScopeType.INHERIT,
      description = "use colours: auto, always, never")
  private When color = When.AUTO;

  @Option(
      names = "--timeout",
      paramLabel = "DUR",
      scope = ScopeType.INHERIT,
      description = "stop after this long, state safe (exit 14)")
  private Optional<Duration> timeout = Optional.empty();

  @Option(names = "--log-format", paramLabel = "FORMAT", scope = ScopeType.INHERIT, description = "text or json")
  private LogFormat logFormat = LogFormat.TEXT;

  @Option(
      names = "--log-file",
      paramLabel = "FILE",
      scope = ScopeType.INHERIT,
      description = "append log lines to a file instead of standard error")
  private Optional<Path> logFile = Optional.empty();

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      scope = ScopeType.INHERIT,
      description = "one setting for this run")
  private List<String> sets = new ArrayList<>();

  @Option(
      names = "--fail-if-unchanged",
      scope = ScopeType.INHERIT,
      description = "end with exit code 9 when there was nothing to do")
  private boolean failIfUnchanged;

  @Option(
      names = "--insecure-http",
      scope = ScopeType.INHERIT,
      description = "send the token over plain http beyond this machine")
  private boolean insecureHttp;

  /** How log lines are written. */
  enum LogFormat {
    TEXT,
    JSON
  }

  Optional<Path> mirror() {
    return mirror;
  }

  Optional<Path> config() {
    return config;
  }

  Optional<String> confirmation() {
    return confirm;
  }

  Optional<String> home() {
    return home;
  }

  boolean json() {
    return json;
  }

  boolean dryRun() {
    return dryRun;
  }

  boolean quiet() {
    return quiet;
  }

  /** How often more was asked for. */
  int verbosity() {
    return verbose.length;
  }

  When progress() {
    return progress;
  }

  When color() {
    return color;
  }

  /** Empty, or longer than nothing. */
  Optional<Duration> timeout() {
    return timeout.filter(Duration::isPositive);
  }

  LogFormat logFormat() {
    return logFormat;
  }

  Optional<Path> logFile() {
    return logFile;
  }

  List<String> sets() {
    return sets;
  }

  boolean failIfUnchanged() {
    return failIfUnchanged;
  }

  boolean insecureHttp() {
    return insecureHttp;
  }
}
