package io.cistern.domain.workspace;

import java.util.OptionalLong;
import java.util.regex.Pattern;

/** A place in the event feed, {@code evt_<n>}: everything after it is still to come (contract 7.8). */
public record EventCursor(String value) {
  /** The place before the first event of a feed. */
  public static final EventCursor START = new EventCursor("evt_0");

  private static final Pattern NUMBERED = Pattern.compile("evt_[0-9]{1,18}");

  /** Its number; empty when the broker uses another form. */
  public OptionalLong number() {
    return NUMBERED.matcher(value).matches()
        ? OptionalLong.of(Long.parseLong(value.substring("evt_".length())))
        : OptionalLong.empty();
  }

  @Override
  public String toString() {
    return value;
  }
}
