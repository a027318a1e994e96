package io.cistern.cli.command;

import java.util.List;
import java.util.function.Function;
import picocli.CommandLine;

/** The verbs that work, in the order of {@code help}. */
final class Verbs {
  static final List<Verb> ALL = List.of(
      of("config", Verb.Group.OTHER, ConfigCommand::assemble),
      of("completion", Verb.Group.OTHER, CompletionCommand::new),
      of("version", Verb.Group.OTHER, VersionCommand::new),
      of("help", Verb.Group.OTHER, invocation -> new HelpCommand()));

  private Verbs() {}

  /** Whether a verb speaks of the others and so needs all of them. */
  static boolean listsOthers(Verb verb) {
    return verb.name().equals("help") || verb.name().equals("completion");
  }

  private static Verb of(String name, Verb.Group group, Function<Invocation, Object> command) {
    return new Verb(name, List.of(), group, invocation -> {
      Object made = command.apply(invocation);
      return made instanceof CommandLine line ? line : new CommandLine(made);
    });
  }
}
