package io.cistern.cli.settings;

import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.probe.HomeName;
import io.cistern.domain.probe.ProviderName;
import java.nio.file.Path;
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

  /** By provider; {@code file} is for messages. */
  static Map<ProviderName, ProbeCommand> in(Map<String, Raw> values, Path file) {
    Map<ProviderName, ProbeCommand> commands = new TreeMap<>();
    for (Map.Entry<String, Raw> value : values.entrySet()) {
      Matcher key = KEY.matcher(value.getKey());
      if (!key.matches()) {
        continue;
      }
      ProviderName provider = ProviderName.parse(key.group(1)).filter(name -> !name.equals(ProviderName.BROKER))
          .orElseThrow(() -> wrong(file, value.getKey() + ": a command's name is at most 32 lower-case letters, digits"
              + " and dashes, and not \"broker\""));
      if (key.group(2).equals("command")) {
        String home = "probe." + provider + ".home";
        commands.put(provider, new ProbeCommand(
            provider, value.getValue().shown(),
            Optional.ofNullable(values.get(home)).map(raw -> HomeName.parse(raw.shown())
                .orElseThrow(() -> wrong(file, home + ": \"" + raw.shown() + "\" can be no home's name")))));
      } else if (!values.containsKey("probe." + provider + ".command")) {
        throw wrong(file, value.getKey() + ": there is no probe." + provider + ".command");
      }
    }
    return commands;
  }

  private static CisternException wrong(Path file, String message) {
    return new CisternException(new Failure.Config(file + ": " + message));
  }
}
