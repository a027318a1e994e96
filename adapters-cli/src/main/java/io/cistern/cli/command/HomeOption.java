package io.cistern.cli.command;

import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.probe.HomeName;

/** The global option that names a credential home. */
final class HomeOption {
  private HomeOption() {}

  /** Takes a name as the user wrote it. */
  static HomeName parse(String text) {
    return HomeName.parse(text).orElseThrow(() -> new CisternException(new Failure.Usage("--home " + text
        + ": a home's name is at most 64 letters, digits, dots, dashes and underscores, and begins with a letter"
        + " or digit")));
  }

  /** The home that this run is about, where one has to be. */
  static HomeName orDefault(Invocation invocation) {
    return invocation.options().home().map(HomeOption::parse).orElse(HomeName.DEFAULT);
  }
}
