package io.cistern.cli.settings;

import java.util.Optional;

/** How the text of a setting becomes a value. */
public interface Kind<T> {
  /** Empty when the text is no value of this kind. */
  Optional<T> parse(Raw raw);

  /** Whether the value asks for the default, because zero and negative numbers mean that. */
  boolean zeroOrLess(T value);

  /** What is expected, with an example, for messages. */
  String form();

  /** The value in the form in which it may be written. */
  String show(T value);
}
