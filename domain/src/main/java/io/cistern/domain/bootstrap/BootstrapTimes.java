package io.cistern.domain.bootstrap;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How long a bootstrap waits for what. An export must give up while the bootstrap around it is still alive, or the tree
 * would never get its turn: so its own bound is at most three quarters of the others.
 *
 * @param export without a committed file
 * @param idle without any sign of life
 * @param cap for a whole cycle; zero for no bound
 */
public record BootstrapTimes(Duration export, Duration idle, Duration cap) {
  public static final Duration DEFAULT_EXPORT = Duration.ofSeconds(45);
  public static final Duration DEFAULT_IDLE = Duration.ofSeconds(90);

  public static final BootstrapTimes DEFAULTS = new BootstrapTimes(DEFAULT_EXPORT, DEFAULT_IDLE, Duration.ZERO);

  /**
   * Times that fit together.
   *
   * @param warnings what had to be changed, a line each that names both values
   */
  public record Clamped(BootstrapTimes times, List<String> warnings) {
    public Clamped {
      warnings = List.copyOf(warnings);
    }
  }

  /** These, zero or negative ones replaced by the defaults, and the export's bound clamped to the others. */
  public Clamped clamped() {
    Duration wanted = export.isPositive() ? export : DEFAULT_EXPORT;
    Duration watchdog = idle.isPositive() ? idle : DEFAULT_IDLE;
    Duration hardCap = cap.isPositive() ? cap : Duration.ZERO;
    List<String> warnings = new ArrayList<>();
    Duration bound = shorter(wanted, watchdog, "bootstrap.idle-timeout", warnings);
    if (hardCap.isPositive()) {
      bound = shorter(bound, hardCap, "bootstrap.timeout", warnings);
    }
    return new Clamped(new BootstrapTimes(bound, watchdog, hardCap), warnings);
  }

  private Duration shorter(Duration wanted, Duration other, String name, List<String> warnings) {
    Duration most = other.multipliedBy(3).dividedBy(4);
    if (wanted.compareTo(most) <= 0) {
      return wanted;
    }
    warnings.add("bootstrap.export-timeout " + text(wanted) + " is cut to " + text(most)
        + ", three quarters of " + name + " " + text(other));
    return most;
  }

  private static String text(Duration duration) {
    return duration.toMillis() % 1000 == 0 ? duration.toSeconds() + "s" : duration.toMillis() + "ms";
  }
}
