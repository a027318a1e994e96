package io.cistern.cli.command;

import java.util.List;
import java.util.function.Function;
import picocli.CommandLine;

/** The verbs that work, in the order of {@code help}. */
final class Verbs {
  static final List<Verb> ALL = List.of(
      of("demo", Verb.Group.START, DemoCommand::new),
      of("serve", Verb.Group.START, ServeCommand::assemble),
      of("clone", Verb.Group.START, CloneCommand::new),
      of("pull", Verb.Group.START, PullCommand::new),
      of("login", Verb.Group.START, LoginCommand::new),
      of("logout", Verb.Group.START, LogoutCommand::new),
      of("status", Verb.Group.LOOK, StatusCommand::new),
      of("ls", Verb.Group.LOOK, LsCommand::new),
      of("explain", Verb.Group.LOOK, ExplainCommand::new),
      of("log", Verb.Group.LOOK, LogCommand::new),
      of("diff", Verb.Group.LOOK, DiffCommand::new),
      of("quota", Verb.Group.LOOK, QuotaCommand::new),
      of("hydrate", List.of("get"), Verb.Group.CONTENT, HydrateCommand::new),
      of("open", Verb.Group.CONTENT, OpenCommand::new),
      of("dehydrate", List.of("drop"), Verb.Group.CONTENT, DehydrateCommand::new),
      of("pin", Verb.Group.CONTENT, PinCommand::new),
      of("unpin", Verb.Group.CONTENT, UnpinCommand::new),
      of("add", Verb.Group.CHANGES, AddCommand::new),
      of("rm", Verb.Group.CHANGES, RmCommand::new),
      of("mv", Verb.Group.CHANGES, MvCommand::new),
      of("undo", Verb.Group.CHANGES, UndoCommand::new),
      of("verify", Verb.Group.CARE, VerifyCommand::new),
      of("doctor", Verb.Group.CARE, DoctorCommand::new),
      of("repair", Verb.Group.CARE, RepairCommand::new),
      of("compact", Verb.Group.CARE, CompactCommand::new),
      of("config", Verb.Group.OTHER, ConfigCommand::assemble),
      of("completion", Verb.Group.OTHER, CompletionCommand::new),
      of("version", Verb.Group.OTHER, VersionCommand::new),
      of("help", Verb.Group.OTHER, invocation -> new HelpCommand()));

  /** What only this program itself starts; help does not speak of it. */
  static final List<Verb> INTERNAL = List.of(of("probe-worker", Verb.Group.OTHER, ProbeWorkerCommand::new));

  private Verbs() {}

  /** Whether a verb speaks of the others and so needs all of them. */
  static boolean listsOthers(Verb verb) {
    return verb.name().equals("help") || verb.name().equals("completion");
  }

  private static Verb of(String name, Verb.Group group, Function<Invocation, Object> command) {
    return of(name, List.of(), group, command);
  }

  private static Verb of(String name, List<String> aliases, Verb.Group group, Function<Invocation, Object> command) {
    return new Verb(name, aliases, group, invocation -> {
      Object made = command.apply(invocation);
      return made instanceof CommandLine line ? line : new CommandLine(made);
    });
  }
}
