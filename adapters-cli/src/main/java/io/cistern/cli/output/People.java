package io.cistern.cli.output;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Numbers and times as people read them. */
public final class People {
  private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};

  private People() {}

  /** {@code 1,204,331}. */
  public static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** {@code 1 file}, {@code 1,204 files}. */
  public static String many(long number, String one) {
    return count(number) + " " + one + (number == 1 ? "" : "s");
  }

  /** {@code 812 B}, {@code 1.9 GiB}: IEC units, one decimal below a hundred. */
  public static String size(long bytes) {
    double value = bytes;
    int unit = 0;
    while (value >= 1023.95 && unit < UNITS.length - 1) {
      value /= 1024;
      unit++;
    }
    boolean decimal = unit > 0 && value < 99.95;
    return String.format(Locale.ROOT, decimal ? "%.1f %s" : "%.0f %s", value, UNITS[unit]);
  }

  /** {@code 4 s}, {@code 3 min}, {@code 2 h}, {@code 5 d}: the largest unit that is not zero. */
  public static String span(Duration span) {
    long seconds = Math.max(0, span.toSeconds());
    if (seconds < 120) {
      return seconds + " s";
    }
    if (seconds < 120 * 60) {
      return seconds / 60 + " min";
    }
    return seconds < 48 * 3600 ? seconds / 3600 + " h" : seconds / 86_400 + " d";
  }

  /** {@code 17:02:11} of today, {@code 2026-11-20 17:02:11} of another day; where these people live. */
  public static String moment(Instant moment, Instant now, ZoneId zone) {
    boolean today = moment.atZone(zone).toLocalDate().equals(now.atZone(zone).toLocalDate());
    return DateTimeFormatter.ofPattern(today ? "HH:mm:ss" : "uuuu-MM-dd HH:mm:ss", Locale.ROOT)
        .format(moment.atZone(zone));
  }

  /** {@code 4 s ago}; a moment that has not come yet counts as now. */
  public static String ago(Instant moment, Instant now) {
    return span(Duration.between(moment, now)) + " ago";
  }
}
