package io.cistern.cli.settings;

import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Lets flag, environment, mirror config, user config and default win, in that order. */
public final class SettingsLoader {
  /** Variables of other programs for the same broker that are good for a setting when ours is not set. */
  private static final Map<String, Setting<?>> FALL_BACKS = Map.of(
      "RELAYFILE_EXPORT_TIMEOUT", SettingKeys.BOOTSTRAP_EXPORT_TIMEOUT,
      "RELAYFILE_BOOTSTRAP_IDLE_TIMEOUT", SettingKeys.BOOTSTRAP_IDLE_TIMEOUT,
      "RELAYFILE_BOOTSTRAP_TIMEOUT", SettingKeys.BOOTSTRAP_TIMEOUT);

  private final Surroundings surroundings;
  private final Path userConfig;

  /**
   * Prepares to load.
   *
   * @param configFlag what {@code --config} named, made absolute
   */
  public SettingsLoader(Surroundings surroundings, Optional<Path> configFlag) {
    this.surroundings = surroundings;
    this.userConfig = configFlag.orElseGet(surroundings::userConfig);
  }

  /** The user's config file, which need not exist. */
  public Path userConfig() {
    return userConfig;
  }

  /**
   * Reads everything and decides.
   *
   * @param sets {@code KEY=VALUE}, as given with {@code --set}; the last one of a key wins
   * @param mirrorConfig the config of the mirror at hand, if there is one
   * @throws CisternException {@code Config} or {@code Usage}, naming the key and where it stands
   */
  public Settings load(List<String> sets, Optional<Path> mirrorConfig) {
    Map<String, Raw> flags = flags(sets);
    Optional<ConfigFile> mirror = mirrorConfig.flatMap(ConfigFile::read);
    mirror.ifPresent(file -> file.check(Source.Level.MIRROR, mirrorConfig.orElseThrow()));
    Optional<ConfigFile> user = ConfigFile.read(userConfig);
    user.ifPresent(file -> file.check(Source.Level.USER, userConfig));

    List<Resolved<?>> resolved = new ArrayList<>();
    for (Setting<?> setting : SettingKeys.ALL) {
      List<Candidate> candidates = new ArrayList<>();
      add(candidates, Source.Level.FLAG, "--set", flags.get(setting.key()));
      addVariables(candidates, setting);
      mirrorConfig.ifPresent(path -> addFrom(candidates, Source.Level.MIRROR, path, mirror, setting));
      addFrom(candidates, Source.Level.USER, userConfig, user, setting);
      resolved.add(decide(setting, candidates));
    }
    user.ifPresent(file -> resolved.addAll(ProbeCommands.resolved(file.values(), userConfig)));
    return new Settings(resolved);
  }

  /** The user's own commands that answer what an account has left; they stand nowhere but in the user's config. */
  public List<ProbeCommand> probeCommands() {
    Optional<ConfigFile> user = ConfigFile.read(userConfig);
    user.ifPresent(file -> file.check(Source.Level.USER, userConfig));
    return user.map(file -> List.copyOf(ProbeCommands.in(file.values(), userConfig).values())).orElse(List.of());
  }

  /** Understands {@code KEY=VALUE} texts. */
  private static Map<String, Raw> flags(List<String> sets) {
    Map<String, Raw> flags = new LinkedHashMap<>();
    for (String set : sets) {
      int equals = set.indexOf('=');
      if (equals <= 0) {
        throw new CisternException(new Failure.Usage("--set " + set + ": KEY=VALUE is expected"));
      }
      String key = set.substring(0, equals).strip();
      if (ProbeCommands.isKey(key)) {
        throw new CisternException(new Failure.Usage(
            "--set " + key + ": a probe command stands in your own config alone; cistern config set " + key
                + " VALUE"));
      }
      flags.put(requireKnown(key).key(), Raw.text(set.substring(equals + 1)));
    }
    return flags;
  }

  /** The setting of that key, or a failure that says what may have been meant. */
  public static Setting<?> requireKnown(String key) {
    return SettingKeys.find(key)
        .or(() -> ProbeCommands.setting(key, "config"))
        .orElseThrow(() -> new CisternException(new Failure.Config("unknown setting " + key + meant(key))));
  }

  /** What may have been meant by a key that is none, as the end of a sentence. */
  static String meant(String key) {
    return Suggestion.clause(
        key, Stream.concat(SettingKeys.ALL.stream().map(Setting::key), ProbeCommands.near(key).stream()).toList());
  }

  /** Checks that the text is a value of the setting. */
  public static <T> T requireValue(Setting<T> setting, Raw raw, String where) {
    return setting.kind()
        .parse(raw)
        .orElseThrow(() -> new CisternException(new Failure.Config(
            where + ": " + setting.key() + ": \"" + raw.shown() + "\" is not " + setting.kind().form())));
  }

  private void addVariables(List<Candidate> candidates, Setting<?> setting) {
    addVariable(candidates, setting.variable());
    FALL_BACKS.forEach((variable, meant) -> {
      if (meant.equals(setting)) {
        addVariable(candidates, variable);
      }
    });
  }

  private void addVariable(List<Candidate> candidates, String variable) {
    surroundings.variable(variable)
        .ifPresent(text -> candidates.add(
            new Candidate(new Source(Source.Level.ENVIRONMENT, variable), Raw.text(text))));
  }

  private static void addFrom(
      List<Candidate> candidates, Source.Level level, Path path, Optional<ConfigFile> file, Setting<?> setting) {
    file.ifPresent(config -> add(candidates, level, path.toString(), config.values().get(setting.key())));
  }

  private static void add(
      List<Candidate> candidates, Source.Level level, String where, @Nullable Raw raw) {
    if (raw != null) {
      candidates.add(new Candidate(new Source(level, where), raw));
    }
  }

  /** Every candidate must be well-formed, or an error would show only once the one above it goes. */
  private static <T> Resolved<T> decide(Setting<T> setting, List<Candidate> candidates) {
    Optional<Resolved<T>> winner = Optional.empty();
    for (Candidate candidate : candidates) {
      T value = requireValue(setting, candidate.raw(), candidate.source().where());
      if (winner.isEmpty()) {
        boolean asksForDefault = setting.kind().zeroOrLess(value) && !isZeroAsValue(setting, candidate.raw());
        winner = Optional.of(new Resolved<>(setting, asksForDefault ? setting.byDefault() : value, candidate.source()));
      }
    }
    return winner.orElseGet(() -> new Resolved<>(setting, setting.byDefault(), Source.DEFAULT));
  }

  private static boolean isZeroAsValue(Setting<?> setting, Raw raw) {
    return setting.zeroIsValue() && !raw.shown().startsWith("-");
  }

  private record Candidate(Source source, Raw raw) {}
}
