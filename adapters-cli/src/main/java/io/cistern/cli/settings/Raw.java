package io.cistern.cli.settings;

import java.util.List;

/**
 * A value before it is understood.
 *
 * @param items its text, or the elements of a list
 * @param list whether it was written as a list
 */
public record Raw(List<String> items, boolean list) {
  public Raw {
    items = List.copyOf(items);
  }

  /** A value written as one text, as flags and variables are. */
  public static Raw text(String text) {
    return new Raw(List.of(text.strip()), false);
  }

  /** How to name it in a message. */
  public String shown() {
    return list ? String.join(", ", items) : items.getFirst();
  }
}
