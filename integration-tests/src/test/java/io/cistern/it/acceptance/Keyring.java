package io.cistern.it.acceptance;

import io.cistern.cli.homes.Credential;
import io.cistern.cli.homes.Credential.Secret;
import io.cistern.cli.homes.HomeDirectory;
import io.cistern.cli.settings.Streams;
import io.cistern.cli.settings.Surroundings;
import io.cistern.domain.probe.HomeName;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Map;

/** A person's credential homes and probe commands, as {@code login} and an editor leave them, without starting a program. */
record Keyring(Person person) {
  void store(String home, String baseUrl, String token) {
    PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
    new HomeDirectory(new Surroundings(
        Map.of(), person.home(), person.home(), new Streams(nowhere, nowhere, false, false), InstantSource.system(),
        ZoneOffset.UTC))
        .store(new HomeName(home), new Credential(baseUrl, "drawn for " + token, new Secret.Token(token)));
  }

  /** Commands for the home {@code work}, by provider; shell text without three quotes in a row. */
  void configure(Map<String, String> commands) throws IOException {
    Path config = Files.createDirectories(person.home().resolve(".config/cistern")).resolve("config.toml");
    StringBuilder text = new StringBuilder();
    commands.forEach((provider, command) -> text.append(
        "[probe." + provider + "]\nhome = 'work'\ncommand = '''\n" + command + "\n'''\n"));
    Files.writeString(config, text);
  }
}
