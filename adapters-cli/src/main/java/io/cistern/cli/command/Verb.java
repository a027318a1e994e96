package io.cistern.cli.command;

import java.util.List;
import java.util.function.Function;
import picocli.CommandLine;

/**
 * One verb of the command line.
 *
 * @param group under which heading {@code help} shows it
 * @param command makes it, for one run
 */
record Verb(String name, List<String> aliases, Group group, Function<Invocation, CommandLine> command) {
  /** The headings of {@code help}, in their order. */
  enum Group {
    START("Start"),
    LOOK("Look"),
    CONTENT("Content"),
    CHANGES("Changes"),
    CARE("Care"),
    OTHER("Other");

    private final String heading;

    Group(String heading) {
      this.heading = heading;
    }

    String heading() {
      return heading;
    }
  }

  /** Whether an argument could name it. */
  boolean isNamed(String argument) {
    return name.equals(argument) || aliases.contains(argument);
  }
}
