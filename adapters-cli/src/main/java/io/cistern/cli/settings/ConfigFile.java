package io.cistern.cli.settings;

import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.toml.TomlMapper;

/**
 * What a TOML file of settings says: keys joined by dots, and their values.
 *
 * @param values in the order of the file
 */
record ConfigFile(Map<String, Raw> values) {
  /** Settings fit into a few hundred bytes; a file beyond this is no config. */
  private static final long MAX_BYTES = 1 << 20;

  /** A mirror may come from anybody, so what its config must not decide is refused by name, known key or not. */
  private static final List<String> ONLY_FOR_THE_USER =
      List.of("command", "token", "token-file", "token-command", "broker", "base-url", "workspace", "home", "homes");

  ConfigFile {
    values = Map.copyOf(values);
  }

  /** Reads the file; empty when there is none. */
  static Optional<ConfigFile> read(Path file) {
    try {
      if (Files.size(file) > MAX_BYTES || !Files.isRegularFile(file)) {
        throw new CisternException(new Failure.Config(file + ": not a config file"));
      }
      return Optional.of(parse(Files.readString(file, StandardCharsets.UTF_8), file));
    } catch (NoSuchFileException absent) {
      return Optional.empty();
    } catch (CharacterCodingException notText) {
      throw new CisternException(new Failure.Config(file + ": not UTF-8 text"), notText);
    } catch (IOException unreadable) {
      throw new CisternException(new Failure.Config(file + ": cannot be read"), unreadable);
    }
  }

  /** Understands the text; {@code file} is for messages. */
  static ConfigFile parse(String toml, Path file) {
    try {
      Map<String, Raw> values = new LinkedHashMap<>();
      collect("", new TomlMapper().readTree(toml), values, file);
      return new ConfigFile(values);
    } catch (JacksonException malformed) {
      String place = malformed.getLocation() == null ? "" : " line " + malformed.getLocation().getLineNr();
      throw new CisternException(
          new Failure.Config(file + place + ": " + malformed.getOriginalMessage().lines().findFirst().orElse("")),
          malformed);
    }
  }

  /** Fails when a key is unknown, or when a mirror's config names what only its user may. */
  void check(Source.Level level, Path file) {
    List<String> known = SettingKeys.ALL.stream().map(Setting::key).toList();
    for (String key : values.keySet()) {
      if (level == Source.Level.MIRROR && isForTheUser(key)) {
        throw new CisternException(new Failure.Config(
            file + ": " + key + ": a mirror's config may not name commands, tokens, brokers or homes"));
      }
      if (!known.contains(key) && !ProbeCommands.isKey(key)) {
        throw new CisternException(
            new Failure.Config(file + ": unknown setting " + key + SettingsLoader.meant(key)));
      }
    }
  }

  private static boolean isForTheUser(String key) {
    return List.of(key.split("\\.", -1)).stream().anyMatch(ONLY_FOR_THE_USER::contains);
  }

  private static void collect(String prefix, JsonNode node, Map<String, Raw> into, Path file) {
    for (Map.Entry<String, JsonNode> property : node.properties()) {
      String key = prefix + property.getKey();
      JsonNode value = property.getValue();
      if (value.isObject()) {
        collect(key + ".", value, into, file);
      } else if (value.isArray()) {
        into.put(key, new Raw(items(key, value, file), true));
      } else {
        into.put(key, Raw.text(value.asString()));
      }
    }
  }

  private static List<String> items(String key, JsonNode array, Path file) {
    List<String> items = new ArrayList<>();
    for (JsonNode item : array) {
      if (item.isContainer()) {
        throw new CisternException(new Failure.Config(file + ": " + key + ": a list of plain values is expected"));
      }
      items.add(item.asString());
    }
    return items;
  }
}
