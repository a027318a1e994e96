package io.cistern.cli.command;

import io.cistern.cli.homes.Credential;
import io.cistern.cli.homes.Credential.Secret;
import io.cistern.cli.settings.PrivateFiles;
import io.cistern.cli.settings.Surroundings;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.ParseResult;

/** Takes the token that shall be stored: from a file, standard input or the environment, never from an argument. */
final class TokenIntake {
  private static final List<String> TOKEN_VARIABLES = List.of("CISTERN_TOKEN", "RELAYFILE_TOKEN");

  /** Far above any token, far below what would be a mistake to read into memory. */
  private static final int MOST_BYTES = 16 * 1024;

  private final Surroundings surroundings;
  private final ParseResult given;

  TokenIntake(Surroundings surroundings, ParseResult given) {
    this.surroundings = surroundings;
    this.given = given;
  }

  /** The token, or the command that prints it; a flag beats the variable of the other flag. */
  Secret secret(Optional<String> file, Optional<String> command) {
    boolean fileGiven = given.hasMatchedOption("--token-file");
    boolean commandGiven = given.hasMatchedOption("--token-command");
    if (fileGiven && commandGiven) {
      throw usage("--token-file and --token-command name the token twice");
    }
    if (commandGiven || (!fileGiven && file.isEmpty() && command.isPresent())) {
      return new Secret.Command(command.orElse(""));
    }
    String text = file.isPresent() ? read(file.get()) : variable();
    String token = text.lines().findFirst().orElse("").strip();
    boolean sendable = !token.isEmpty() && token.chars().allMatch(c -> c > ' ' && c < 0x7f);
    if (!sendable) {
      throw noToken((file.isPresent() ? whence(file.get()) : "the environment") + " holds no token that could be sent");
    }
    return new Secret.Token(token);
  }

  private String variable() {
    return TOKEN_VARIABLES.stream()
        .flatMap(name -> surroundings.variable(name).stream())
        .findFirst()
        .orElseThrow(() -> noToken("no token for " + Credential.KIND + " was given"));
  }

  private String read(String name) {
    try (InputStream in = name.equals("-") ? System.in : Files.newInputStream(privateFile(name))) {
      return new String(in.readNBytes(MOST_BYTES), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new CisternException(
          new Failure.NoToken(whence(name) + " cannot be read (" + unreadable.getClass().getSimpleName() + ")"),
          unreadable);
    }
  }

  /** As everywhere: a token that others can read is no secret any more. */
  private Path privateFile(String name) throws IOException {
    Path file = surroundings.resolve(Path.of(name));
    if (!Files.exists(file)) {
      throw noToken("there is no token file " + file);
    }
    if (Files.isDirectory(file)) {
      throw noToken("token file " + file + " is a directory");
    }
    if (PrivateFiles.isOpenToOthers(file)) {
      throw noToken("token file " + file + " can be read by others: chmod 600 it");
    }
    return file;
  }

  private String whence(String name) {
    return name.equals("-") ? "standard input" : "token file " + surroundings.resolve(Path.of(name));
  }

  private static CisternException noToken(String message) {
    return new CisternException(new Failure.NoToken(message));
  }

  private static CisternException usage(String message) {
    return new CisternException(new Failure.Usage(message));
  }
}
