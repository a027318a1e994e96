package io.cistern.domain.probe;

import io.cistern.domain.failure.Invariant;
import java.util.Optional;
import java.util.regex.Pattern;

/** One service that a home can be asked about: its broker, or a command of the user's own. At most 32 long. */
public record ProviderName(String value) implements Comparable<ProviderName> {
  private static final Pattern USABLE = Pattern.compile("[a-z0-9][a-z0-9-]{0,31}");

  /** The home's broker, which every home can be asked about. */
  public static final ProviderName BROKER = new ProviderName("broker");

  public ProviderName {
    Invariant.check(USABLE.matcher(value).matches(), "a provider's name is parsed");
  }

  /** Takes a name; empty for anything but lower-case letters, digits and dashes. */
  public static Optional<ProviderName> parse(String text) {
    return USABLE.matcher(text).matches() ? Optional.of(new ProviderName(text)) : Optional.empty();
  }

  @Override
  public int compareTo(ProviderName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
