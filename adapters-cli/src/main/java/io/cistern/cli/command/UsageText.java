package io.cistern.cli.command;

import java.util.Locale;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The parser's complaints in our words. */
final class UsageText {
  private UsageText() {}

  static String of(ParameterException wrong) {
    String message = String.valueOf(wrong.getMessage()).lines().findFirst().orElse("");
    if (wrong instanceof UnmatchedArgumentException unmatched && !unmatched.getUnmatched().isEmpty()) {
      return unknown(unmatched);
    }
    return message.isEmpty() ? "wrong usage" : message.substring(0, 1).toLowerCase(Locale.ROOT) + message.substring(1);
  }

  private static String unknown(UnmatchedArgumentException unmatched) {
    String argument = unmatched.getUnmatched().getFirst();
    boolean verbMissing = unmatched.getCommandLine().getParent() == null;
    String what = unmatched.isUnknownOption() ? "unknown option " : verbMissing ? "unknown command " : "too much: ";
    String meant = unmatched.getSuggestions().stream()
        .findFirst()
        .map(suggestion -> "; did you mean " + suggestion.replaceFirst("^cistern ", "") + "?")
        .orElse("");
    return what + argument + meant;
  }
}
