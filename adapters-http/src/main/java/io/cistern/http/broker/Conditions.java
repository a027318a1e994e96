package io.cistern.http.broker;

import io.cistern.application.port.WorkspaceStore.Precondition;

/** What {@code If-Match} asks for (contract 7.4). */
final class Conditions {
  private Conditions() {}

  /** Reads a value that is not empty. */
  static Precondition parse(String ifMatch) {
    String value = revision(ifMatch);
    return switch (value) {
      case "*" -> new Precondition.Anything();
      case "0" -> new Precondition.Absent();
      default -> new Precondition.At(value);
    };
  }

  /** The revision meant, with or without quotation marks, weak or not. */
  static String revision(String ifMatch) {
    String value = ifMatch.strip();
    String strong = value.startsWith("W/") ? value.substring(2) : value;
    return strong.length() >= 2 && strong.startsWith("\"") && strong.endsWith("\"")
        ? strong.substring(1, strong.length() - 1)
        : strong;
  }
}
