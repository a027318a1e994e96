package io.cistern.domain.budget;

import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The limits of {@code serve --limit}, read: {@code requests=5000/h,bytes=2GiB/d}. No two have the same label. */
public record LimitSpec(List<Limit> limits) {
  private static final Pattern PART = Pattern.compile("([a-z]+) *= *([^/]*)/ *([a-z]+)");
  private static final Pattern AMOUNT = Pattern.compile("([0-9]{1,18}(?:\\.[0-9]{1,9})?) ?([kmgt]i?)?b?");

  public LimitSpec {
    limits = List.copyOf(limits);
  }

  /** No limit at all. */
  public static LimitSpec none() {
    return new LimitSpec(List.of());
  }

  /**
   * Reads {@code requests=N/UNIT} and {@code bytes=SIZE/UNIT}, separated by commas; the units are {@code s m h d}.
   *
   * @throws CisternException {@code Usage}, naming the part that cannot be read
   */
  public static LimitSpec parse(String text) {
    List<Limit> limits = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      Limit limit = limit(part.strip());
      if (limits.stream().anyMatch(known -> known.label().equals(limit.label()))) {
        throw unreadable(part.strip(), limit.label() + " is limited twice");
      }
      limits.add(limit);
    }
    return new LimitSpec(limits);
  }

  /** What a client calls a limit: what it counts, and over which time where several count the same. */
  public String name(Limit limit) {
    boolean alone = limits.stream().filter(other -> other.measure() == limit.measure()).count() < 2;
    return alone ? limit.measure().word() : limit.label();
  }

  private static Limit limit(String part) {
    Matcher matcher = PART.matcher(part.toLowerCase(Locale.ROOT));
    if (!matcher.matches()) {
      throw unreadable(part, "it is neither requests=N/UNIT nor bytes=SIZE/UNIT");
    }
    Limit.Measure measure = Arrays.stream(Limit.Measure.values())
        .filter(known -> known.word().equals(matcher.group(1)))
        .findFirst()
        .orElseThrow(() -> unreadable(part, "only requests and bytes can be limited, not " + matcher.group(1)));
    Limit.Unit unit = Arrays.stream(Limit.Unit.values())
        .filter(known -> known.word().equals(matcher.group(3)))
        .findFirst()
        .orElseThrow(() -> unreadable(part, "there is no unit " + matcher.group(3) + " (s m h d)"));
    long most = amount(measure, matcher.group(2).strip())
        .orElseThrow(() -> unreadable(part, "\"" + matcher.group(2).strip() + "\" is no " + switch (measure) {
          case REQUESTS -> "whole number above 0";
          case BYTES -> "size above 0, such as 500MiB";
        }));
    return new Limit(measure, most, unit.length());
  }

  private static Optional<Long> amount(Limit.Measure measure, String text) {
    Matcher matcher = AMOUNT.matcher(text);
    boolean plain = text.matches("[0-9]{1,18}");
    if (!matcher.matches() || (measure == Limit.Measure.REQUESTS && !plain)) {
      return Optional.empty();
    }
    BigDecimal exact =
        new BigDecimal(matcher.group(1)).multiply(factor(matcher.group(2) == null ? "" : matcher.group(2)));
    return exact.signum() > 0 && exact.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) <= 0
        ? Optional.of(Math.max(1, exact.longValue()))
        : Optional.empty();
  }

  /** As everywhere on the command line: {@code KiB} counts 1024, {@code KB} and {@code K} count 1000. */
  private static BigDecimal factor(String unit) {
    if (unit.isEmpty()) {
      return BigDecimal.ONE;
    }
    int power = "kmgt".indexOf(unit.charAt(0)) + 1;
    return BigDecimal.valueOf(unit.endsWith("i") ? 1024 : 1000).pow(power);
  }

  private static CisternException unreadable(String part, String why) {
    return new CisternException(new Failure.Usage("--limit: in '" + part + "', " + why));
  }
}
