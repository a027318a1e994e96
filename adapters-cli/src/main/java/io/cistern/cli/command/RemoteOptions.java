package io.cistern.cli.command;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Options of verbs that talk to a broker. Filled by the parser, then only read. */
final class RemoteOptions {
  @Option(names = "--base-url", paramLabel = "URL", description = "the broker, such as https://host:port")
  private Optional<String> baseUrl = Optional.empty();

  @Option(names = "--workspace", paramLabel = "NAME", description = "the workspace at that broker")
  private Optional<String> workspace = Optional.empty();

  @Option(names = "--token-file", paramLabel = "FILE", description = "the token is the first line of this file")
  private Optional<Path> tokenFile = Optional.empty();

  @Option(
      names = "--token-command",
      paramLabel = "COMMAND",
      description = "the token is the first line that this shell command prints")
  private Optional<String> tokenCommand = Optional.empty();

  Optional<String> baseUrl() {
    return baseUrl;
  }

  Optional<String> workspace() {
    return workspace;
  }

  Optional<Path> tokenFile() {
    return tokenFile;
  }

  Optional<String> tokenCommand() {
    return tokenCommand;
  }
}
