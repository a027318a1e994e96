package io.cistern.cli.settings;

import io.cistern.domain.probe.HomeName;
import io.cistern.domain.sync.MassRemoval;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The kinds of settings. */
final class Kinds {
  static final Kind<Duration> DURATION = new Scalar<>(
      "a duration such as 45s, 1m30s or 500ms",
      Durations::parse,
      value -> value.isZero() || value.isNegative(),
      Durations::show);

  static final Kind<Long> SIZE =
      new Scalar<>("a size such as 1MiB, 256KiB or 4096", Sizes::parse, value -> value <= 0, Sizes::show);

  static final Kind<Integer> COUNT =
      new Scalar<>("a whole number", Kinds::count, value -> value <= 0, value -> Integer.toString(value));

  /** Like {@link #COUNT}, but whatever is none asks for the default, too. */
  static final Kind<Integer> LENIENT_COUNT = new Scalar<>(
      "a whole number", text -> Optional.of(count(text).orElse(0)), value -> value <= 0,
      value -> Integer.toString(value));

  static final Kind<Boolean> FLAG =
      new Scalar<>("true or false", Kinds::flag, value -> false, value -> Boolean.toString(value));

  static final Kind<MassRemoval> MASS = new Scalar<>(
      "a number of paths and a share, such as \"100 paths and 10 %\"",
      Kinds::mass,
      value -> value.paths() == 0 && value.percent() == 0,
      value -> value.paths() + " paths and " + value.percent() + " %");

  /** One line or several; what is in it is the shell's business. */
  static final Kind<String> SHELL_LINE = new Scalar<>(
      "a line of shell such as \"exec /opt/probes/search-quota\"",
      text -> Optional.of(text).filter(line -> !line.isBlank()),
      value -> false, Function.identity());

  static final Kind<String> HOME_NAME = new Scalar<>(
      "a home's name: at most 64 letters, digits, dots, dashes and underscores",
      text -> HomeName.parse(text).map(HomeName::value), value -> false, Function.identity());

  static final Kind<List<String>> NAMES = new Names();

  private static final Pattern MASS_RULE = Pattern.compile("([0-9]{1,9})(?: paths?)?(?: and |, ?| )([0-9]{1,3}) ?%");

  private Kinds() {}

  /** One of a few words. */
  static Kind<String> oneOf(String... words) {
    List<String> allowed = List.of(words);
    return new Scalar<>(
        "one of " + String.join(", ", allowed),
        text -> Optional.of(text.toLowerCase(Locale.ROOT)).filter(allowed::contains),
        value -> false,
        Function.identity());
  }

  /** Takes what people write for yes and no; empty for anything else. */
  static Optional<Boolean> flag(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true", "yes", "on", "1" -> Optional.of(true);
      case "false", "no", "off", "0" -> Optional.of(false);
      default -> Optional.empty();
    };
  }

  private static Optional<Integer> count(String text) {
    boolean plain = text.matches("[+-]?[0-9]{1,10}");
    long value = plain ? Long.parseLong(text) : Long.MAX_VALUE;
    return Math.abs(value) <= Integer.MAX_VALUE ? Optional.of((int) value) : Optional.empty();
  }

  private static Optional<MassRemoval> mass(String text) {
    Matcher matcher = MASS_RULE.matcher(text);
    if (!matcher.matches() || Integer.parseInt(matcher.group(2)) > 100) {
      return Optional.empty();
    }
    return Optional.of(new MassRemoval(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2))));
  }

  private record Scalar<T>(
      String form, Function<String, Optional<T>> parser, Predicate<T> zero, Function<T, String> writer)
      implements Kind<T> {
    @Override
    public Optional<T> parse(Raw raw) {
      return raw.list() ? Optional.empty() : parser.apply(raw.items().getFirst());
    }

    @Override
    public boolean zeroOrLess(T value) {
      return zero.test(value);
    }

    @Override
    public String show(T value) {
      return writer.apply(value);
    }
  }

  /** A TOML list, or names separated by commas. */
  private static final class Names implements Kind<List<String>> {
    @Override
    public Optional<List<String>> parse(Raw raw) {
      if (raw.list()) {
        return Optional.of(raw.items());
      }
      return Optional.of(Arrays.stream(raw.items().getFirst().split(","))
          .map(String::strip)
          .filter(name -> !name.isEmpty())
          .toList());
    }

    @Override
    public boolean zeroOrLess(List<String> value) {
      return false;
    }

    @Override
    public String form() {
      return "names separated by commas";
    }

    @Override
    public String show(List<String> value) {
      return String.join(",", value);
    }
  }
}
