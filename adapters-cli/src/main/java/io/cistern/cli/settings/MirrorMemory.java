package io.cistern.cli.settings;

import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.probe.HomeName;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * One small file per mirror in the user's state directory: where its token comes from, which may be a home. It stands outside the mirror, so
 * that a mirror from somebody else names no command, no file and no broker.
 */
public final class MirrorMemory {
  /** A mirror's id comes from the mirror, so it must not be able to name another file. */
  private static final Pattern USABLE_ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");

  private static final long MAX_BYTES = 64 * 1024;
  private static final JsonFactory JSON = new JsonFactory();

  private final Path directory;

  public MirrorMemory(Surroundings surroundings) {
    this.directory = surroundings.stateHome().resolve("mirrors");
  }

  /**
   * What is remembered; empty for a mirror that this user has not cloned.
   *
   * @throws CisternException {@code Config} when others may write the file, or it is not ours
   */
  public Optional<Remembered> recall(String mirrorId) {
    if (!USABLE_ID.matcher(mirrorId).matches()) {
      return Optional.empty();
    }
    Path file = file(mirrorId);
    try {
      if (!Files.exists(file)) {
        return Optional.empty();
      }
      if (PrivateFiles.isOpenToOthers(file) || Files.size(file) > MAX_BYTES) {
        throw new CisternException(new Failure.Config(file + ": must be readable by its owner alone (chmod 600)"));
      }
      return Optional.of(parse(mirrorId, file, fields(Files.readString(file))));
    } catch (IOException | JacksonException unreadable) {
      throw new CisternException(new Failure.Config(file + ": cannot be understood; clone again"), unreadable);
    }
  }

  /** Remembers; what was remembered for this mirror before is replaced. */
  public void remember(Remembered remembered) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
      json.writeStartObject();
      json.writeNumberProperty("version", 1);
      json.writeStringProperty("baseUrl", remembered.baseUrl());
      switch (remembered.token()) {
        case TokenOrigin.File(Path path) -> json.writeStringProperty("tokenFile", path.toString());
        case TokenOrigin.Command(String line) -> json.writeStringProperty("tokenCommand", line);
        case TokenOrigin.Variable(String name) -> json.writeStringProperty("tokenVariable", name);
        case TokenOrigin.Home(HomeName name) -> json.writeStringProperty("home", name.value());
      }
      json.writeEndObject();
    }
    try {
      PrivateFiles.replace(file(remembered.mirrorId()), text + "\n");
    } catch (IOException failed) {
      throw new CisternException(
          new Failure.LocalIo(directory.toString(), "cannot remember where the token comes from in " + directory),
          failed);
    }
  }

  /** Forgets a mirror; nothing happens when nothing is remembered. */
  public void forget(String mirrorId) {
    try {
      Files.deleteIfExists(file(mirrorId));
    } catch (IOException failed) {
      throw new CisternException(
          new Failure.LocalIo(directory.toString(), "cannot forget a mirror in " + directory), failed);
    }
  }

  private Path file(String mirrorId) {
    return directory.resolve(mirrorId + ".json");
  }

  private static Remembered parse(String mirrorId, Path file, Map<String, String> fields) {
    Optional<TokenOrigin> origin = Optional.ofNullable(fields.get("tokenFile"))
        .<TokenOrigin>map(path -> new TokenOrigin.File(Path.of(path)))
        .or(() -> Optional.ofNullable(fields.get("tokenCommand")).map(TokenOrigin.Command::new))
        .or(() -> Optional.ofNullable(fields.get("tokenVariable")).map(TokenOrigin.Variable::new))
        .or(() -> Optional.ofNullable(fields.get("home")).flatMap(HomeName::parse).map(TokenOrigin.Home::new));
    Optional<String> baseUrl = Optional.ofNullable(fields.get("baseUrl"));
    if (origin.isEmpty() || baseUrl.isEmpty()) {
      throw new CisternException(new Failure.Config(file + ": says neither broker nor token source; clone again"));
    }
    return new Remembered(mirrorId, baseUrl.get(), origin.get());
  }

  /** The texts of a flat object; streamed, because binding would cost a verb's start more than the rest of it. */
  private static Map<String, String> fields(String text) {
    Map<String, String> fields = new HashMap<>();
    try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), text)) {
      while (json.nextToken() != null) {
        if (json.currentToken() == JsonToken.VALUE_STRING) {
          fields.put(json.currentName(), json.getString());
        }
      }
    }
    return fields;
  }
}
