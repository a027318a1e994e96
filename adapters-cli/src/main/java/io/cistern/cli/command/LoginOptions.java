package io.cistern.cli.command;

import java.util.Optional;
import picocli.CommandLine.Option;

/** Where a token for a home comes from, and which broker it is for. Filled by the parser, then only read. */
final class LoginOptions {
  @Option(names = "--base-url", paramLabel = "URL", description = "the broker, such as https://host:port")
  private Optional<String> baseUrl = Optional.empty();

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description = "store the first line of this file; - for standard input")
  private Optional<String> tokenFile = Optional.empty();

  @Option(
      names = "--token-command",
      paramLabel = "COMMAND",
      description = "remember this shell command, whose first line is the token")
  private Optional<String> tokenCommand = Optional.empty();

  Optional<String> baseUrl() {
    return baseUrl;
  }

  Optional<String> tokenFile() {
    return tokenFile;
  }

  Optional<String> tokenCommand() {
    return tokenCommand;
  }
}
