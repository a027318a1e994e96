package io.cistern.cli.settings;

import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.probe.HomeName;
import io.cistern.domain.probe.ProviderName;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The keys {@code probe.NAME.command} and {@code probe.NAME.home}, which only a user's own config may have. */
final class ProbeCommands {
  private static final Pattern KEY = Pattern.compile("probe\\.([^.]+)\\.(command|home)");

  private ProbeCommands() {}

  static boolean isKey(String key) {
    return KEY.matcher(key).matches();
  }

  /** What may have been meant by a key that looks as if it were one of these. */
  static List<String> near(String key) {
    String[] parts = key.split("\\.", -1);
    return parts.length == 3 && parts[0].equals("probe")
        ? List.of("probe." + parts[1] + ".command", "probe." + parts[1] + ".home")
        : List.of();
  }

  /**
   * The setting of such a key; empty for every other key.
   *
   * @param where for messages
   */
  static Optional<Setting<String>> setting(String key, String where) {
    Matcher parts = KEY.matcher(key);
    if (!parts.matches()) {
      return Optional.empty();
    }
    provider(parts, where);
    return Optional.of(parts.group(2).equals("command")
        ? new Setting<>(key, Kinds.SHELL_LINE, "", false, "a command that answers what is left at a service of yours")
        : new Setting<>(key, Kinds.HOME_NAME, "", false, "the one home that the command is for; none for all homes"));
  }

  /** Those that the values hold, in the order of their keys; {@code file} is for messages. */
  static List<Resolved<?>> resolved(Map<String, Raw> values, Path file) {
    List<Resolved<?>> resolved = new ArrayList<>();
    new TreeMap<>(values).forEach((key, raw) -> setting(key, file.toString()).ifPresent(setting -> resolved.add(
        new Resolved<>(
            setting, SettingsLoader.requireValue(setting, raw, file.toString()),
            new Source(Source.Level.USER, file.toString())))));
    in(values, file);
    return resolved;
  }

  /** By provider; {@code file} is for messages. */
  static Map<ProviderName, ProbeCommand> in(Map<String, Raw> values, Path file) {
    String where = file.toString();
    Map<ProviderName, ProbeCommand> commands = new TreeMap<>();
    for (Map.Entry<String, Raw> value : values.entrySet()) {
      Matcher key = KEY.matcher(value.getKey());
      if (!key.matches()) {
        continue;
      }
      ProviderName provider = provider(key, where);
      String command = "probe." + provider + ".command";
      String home = "probe." + provider + ".home";
      if (key.group(2).equals("command")) {
        commands.put(provider, new ProbeCommand(
            provider, text(command, value.getValue(), where),
            Optional.ofNullable(values.get(home)).map(raw -> new HomeName(text(home, raw, where)))));
      } else if (!values.containsKey(command)) {
        throw wrong(where, home + ": there is no " + command);
      }
    }
    return commands;
  }

  private static String text(String key, Raw raw, String where) {
    return SettingsLoader.requireValue(setting(key, where).orElseThrow(), raw, where);
  }

  private static ProviderName provider(Matcher key, String where) {
    return ProviderName.parse(key.group(1)).filter(name -> !name.equals(ProviderName.BROKER))
        .orElseThrow(() -> wrong(where, key.group() + ": a command's name is at most 32 lower-case letters, digits"
            + " and dashes, and not \"broker\""));
  }

  private static CisternException wrong(String where, String message) {
    return new CisternException(new Failure.Config(where + ": " + message));
  }
}
