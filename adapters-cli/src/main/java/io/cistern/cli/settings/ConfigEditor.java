package io.cistern.cli.settings;

import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Changes one setting in a config file and leaves every other line as it is. */
public final class ConfigEditor {
  private ConfigEditor() {}

  /**
   * Writes the setting; the file is replaced in one step and readable by its owner alone.
   *
   * @throws CisternException {@code Config} when the value does not fit, or when the file is written in a way that
   *     this editor cannot change safely; the file is untouched then
   */
  public static void set(Path file, Setting<?> setting, String value) {
    Raw raw = Raw.text(value);
    Object parsed = SettingsLoader.requireValue(setting, raw, "config set");
    try {
      String before = Files.exists(file) ? Files.readString(file) : "";
      Map<String, Raw> expected = new HashMap<>(ConfigFile.parse(before, file).values());
      Raw written = parsed instanceof List<?> names
          ? new Raw(names.stream().map(Object::toString).toList(), true)
          : raw;
      expected.put(setting.key(), written);
      ProbeCommands.in(expected, file);
      String after = edited(before, setting.key(), written);
      if (!says(after, file, expected)) {
        throw new CisternException(
            new Failure.Config(file + ": " + setting.key() + " stands there in a form that has to be edited by hand"));
      }
      PrivateFiles.replace(file, after);
    } catch (IOException failed) {
      throw new CisternException(
          new Failure.LocalIo(file.toString(), "cannot write " + file + ": " + failed.getMessage()), failed);
    }
  }

  private static boolean says(String text, Path file, Map<String, Raw> expected) {
    try {
      return ConfigFile.parse(text, file).values().equals(expected);
    } catch (CisternException _) {
      return false; // it was understood before it was edited
    }
  }

  private static String edited(String before, String key, Raw value) {
    int dot = key.lastIndexOf('.');
    TomlText text = new TomlText(before);
    text.set(key.substring(0, dot), key.substring(dot + 1), toml(value));
    return text.text();
  }

  private static String toml(Raw value) {
    if (value.list()) {
      return value.items().stream().map(ConfigEditor::quoted).collect(Collectors.joining(", ", "[", "]"));
    }
    String text = value.items().getFirst();
    boolean bare = text.matches("true|false|0|[1-9][0-9]{0,17}");
    return bare ? text : quoted(text);
  }

  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    text.chars().forEach(c -> {
      if (c == '"' || c == '\\') {
        quoted.append('\\').append((char) c);
      } else if (c < 0x20 || c == 0x7f) {
        quoted.append(String.format("\\u%04x", c));
      } else {
        quoted.append((char) c);
      }
    });
    return quoted.append('"').toString();
  }
}
