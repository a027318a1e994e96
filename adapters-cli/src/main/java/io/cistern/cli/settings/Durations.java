package io.cistern.cli.settings;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as people write them: {@code 45s}, {@code 1m30s}, {@code 0.5h}, {@code 7d}. */
public final class Durations {
  private static final Pattern WHOLE = Pattern.compile("[+-]?(?:[0-9]+(?:\\.[0-9]+)?(?:ms|us|ns|s|m|h|d))+|[+-]?0");
  private static final Pattern PART = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)(ms|us|ns|s|m|h|d)");

  /** Longer than any sensible bound, and far from where adding to an instant overflows. */
  private static final BigDecimal MOST_NANOS = BigDecimal.valueOf(Duration.ofDays(36_500).toNanos());

  private Durations() {}

  /** Takes one or more numbers, each with a unit, maybe signed; or a bare zero. At most a hundred years. */
  public static Optional<Duration> parse(String text) {
    if (text.length() > 64 || !WHOLE.matcher(text).matches()) {
      return Optional.empty();
    }
    BigDecimal nanos = BigDecimal.ZERO;
    Matcher part = PART.matcher(text);
    while (part.find()) {
      nanos = nanos.add(new BigDecimal(part.group(1)).multiply(BigDecimal.valueOf(nanosOf(part.group(2)))));
    }
    if (nanos.compareTo(MOST_NANOS) > 0) {
      return Optional.empty();
    }
    long exact = nanos.setScale(0, RoundingMode.HALF_UP).longValueExact();
    return Optional.of(Duration.ofNanos(text.startsWith("-") ? -exact : exact));
  }

  /** With one unit, the largest that needs no fraction; minutes are written as seconds, as the defaults are. */
  public static String show(Duration duration) {
    if (duration.isZero()) {
      return "0";
    }
    long nanos = duration.toNanos();
    for (String unit : new String[]{"d", "h", "s", "ms", "us"}) {
      if (nanos % nanosOf(unit) == 0) {
        return nanos / nanosOf(unit) + unit;
      }
    }
    return nanos + "ns";
  }

  private static long nanosOf(String unit) {
    return switch (unit) {
      case "ns" -> 1;
      case "us" -> 1_000;
      case "ms" -> 1_000_000;
      case "s" -> 1_000_000_000;
      case "m" -> 60_000_000_000L;
      case "h" -> 3_600_000_000_000L;
      case "d" -> 86_400_000_000_000L;
      default -> throw new IllegalStateException("no unit " + unit);
    };
  }
}
