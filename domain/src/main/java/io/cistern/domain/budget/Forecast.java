package io.cistern.domain.budget;

import io.cistern.domain.probe.Window;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How far what is left goes: so many files, one request each, before the last window is over. What is kept for opens is
 * not promised to anything else.
 */
public record Forecast(long files, Instant before) {
  private static final Pattern LENGTH = Pattern.compile(".*/(?<count>[0-9]{1,8})?(?<unit>[smhd])");

  /**
   * Forecasts; empty where nothing that can be counted in files bounds anything.
   *
   * @param bytesPerFile what a file comes to, where that is known; bytes bound nothing otherwise
   */
  public static Optional<Forecast> of(List<Window> windows, OptionalLong bytesPerFile, Instant now) {
    List<Window> bounds = windows.stream()
        .filter(window -> now.isBefore(window.resetsAt()))
        .filter(window -> counts(window, "requests") || (counts(window, "bytes") && bytesPerFile.isPresent()))
        .toList();
    Optional<Instant> last = bounds.stream().map(Window::resetsAt).max(Instant::compareTo);
    return last.map(end -> new Forecast(
        bounds.stream().mapToLong(window -> files(window, bytesPerFile, end)).min().orElse(0), end));
  }

  /** For people: {@code ≈ 8,700 files before 14:00}; with the day where it is another one. */
  public String words(Instant now, ZoneId zone) {
    boolean today = before.atZone(zone).toLocalDate().equals(now.atZone(zone).toLocalDate());
    String until = DateTimeFormatter.ofPattern(today ? "HH:mm" : "uuuu-MM-dd HH:mm", Locale.ROOT)
        .format(before.atZone(zone));
    return (files == 0 ? "no files" : files == 1 ? "1 file" : "≈ " + rounded() + " files") + " before " + until;
  }

  /** Two digits are as much as a forecast is worth. */
  private String rounded() {
    long about = new BigDecimal(files).round(new MathContext(2, RoundingMode.DOWN)).longValue();
    return String.format(Locale.ROOT, "%,d", about);
  }

  private static long files(Window window, OptionalLong bytesPerFile, Instant end) {
    long reserve = Math.max(1, window.limit() / 10);
    long amount = Math.max(0, window.remaining() - reserve);
    Optional<Duration> length = length(window);
    if (length.isPresent()) {
      long more = Duration.between(window.resetsAt(), end).dividedBy(length.get());
      amount = saturated(amount, more, Math.max(0, window.limit() - reserve));
    }
    return counts(window, "requests") ? amount : amount / Math.max(1, bytesPerFile.orElse(1));
  }

  private static long saturated(long first, long times, long each) {
    try {
      return Math.addExact(first, Math.multiplyExact(times, each));
    } catch (ArithmeticException huge) {
      return Long.MAX_VALUE;
    }
  }

  private static boolean counts(Window window, String what) {
    return window.label().equals(what) || window.label().startsWith(what + "/");
  }

  private static Optional<Duration> length(Window window) {
    Matcher matcher = LENGTH.matcher(window.label());
    if (!matcher.matches()) {
      return Optional.empty();
    }
    long count = matcher.group("count") == null ? 1 : Long.parseLong(matcher.group("count"));
    Limit.Unit unit = Limit.Unit.valueOf(matcher.group("unit").toUpperCase(Locale.ROOT));
    return Optional.of(unit.length().multipliedBy(count)).filter(Duration::isPositive);
  }
}
