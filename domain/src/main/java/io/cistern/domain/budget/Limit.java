package io.cistern.domain.budget;

import io.cistern.domain.failure.Invariant;
import java.time.Duration;
import java.util.Locale;

/**
 * So much, in each stretch of time.
 *
 * @param most positive
 * @param window how long a stretch is; positive
 */
public record Limit(Measure measure, long most, Duration window) {
  public Limit {
    Invariant.check(most > 0 && window.isPositive(), "a limit allows something");
  }

  /** What is counted. */
  public enum Measure {
    /** Each one that a known account makes, whatever is answered. */
    REQUESTS,
    /** Of the bodies of answers. */
    BYTES;

    /** As users write it: {@code requests}. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What is counted, and over which time: {@code requests/h}, {@code bytes/90s}. */
  public String label() {
    return label(measure.word(), window);
  }

  /** The label of what is counted under another name. */
  static String label(String counted, Duration window) {
    for (Unit unit : Unit.values()) {
      if (unit.length().equals(window)) {
        return counted + "/" + unit.word();
      }
    }
    return counted + "/" + window.toSeconds() + "s";
  }

  /** The stretches that have a letter. */
  enum Unit {
    S(Duration.ofSeconds(1)),
    M(Duration.ofMinutes(1)),
    H(Duration.ofHours(1)),
    D(Duration.ofDays(1));

    private final Duration length;

    Unit(Duration length) {
      this.length = length;
    }

    Duration length() {
      return length;
    }

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
