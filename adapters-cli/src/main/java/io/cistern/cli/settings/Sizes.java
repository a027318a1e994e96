package io.cistern.cli.settings;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes in bytes as people write them: {@code 1MiB}, {@code 256 KiB}, {@code 10MB}, {@code 4096}. */
public final class Sizes {
  private static final Pattern SIZE = Pattern.compile("([+-]?[0-9]+(?:\\.[0-9]+)?) ?([kmgt]?i?b?)");

  private Sizes() {}

  /** Takes a number with an optional unit; {@code KiB} counts 1024, {@code KB} and {@code K} count 1000. */
  public static Optional<Long> parse(String text) {
    Matcher matcher = SIZE.matcher(text.toLowerCase(Locale.ROOT));
    if (text.length() > 32 || !matcher.matches() || matcher.group(2).startsWith("i")) {
      return Optional.empty();
    }
    BigDecimal bytes = new BigDecimal(matcher.group(1)).multiply(factor(matcher.group(2)));
    boolean fits = bytes.abs().compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) <= 0;
    return fits ? Optional.of(bytes.setScale(0, RoundingMode.HALF_UP).longValueExact()) : Optional.empty();
  }

  /** With the largest IEC unit that needs no fraction. */
  public static String show(long bytes) {
    String[] units = {"TiB", "GiB", "MiB", "KiB"};
    for (int i = 0; i < units.length; i++) {
      long unit = 1L << (40 - 10 * i);
      if (bytes != 0 && bytes % unit == 0) {
        return bytes / unit + units[i];
      }
    }
    return Long.toString(bytes);
  }

  private static BigDecimal factor(String unit) {
    if (unit.isEmpty() || unit.equals("b")) {
      return BigDecimal.ONE;
    }
    int power = "kmgt".indexOf(unit.charAt(0)) + 1;
    return BigDecimal.valueOf(unit.contains("i") ? 1024 : 1000).pow(power);
  }
}
