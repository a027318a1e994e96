package io.cistern.cli.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** A completion script for fish, made from the command line itself. */
final class FishCompletion {
  private FishCompletion() {}

  static String script(CommandLine root) {
    List<String> lines = new ArrayList<>();
    lines.add("# fish completion for cistern");
    String verbs = String.join(" ", root.getSubcommands().keySet());
    for (OptionSpec option : root.getCommandSpec().options()) {
      if (!option.hidden()) {
        lines.add("complete -c cistern" + option(option));
      }
    }
    for (Map.Entry<String, CommandLine> verb : root.getSubcommands().entrySet()) {
      lines.add("complete -c cistern -f -n 'not __fish_seen_subcommand_from " + verbs + "' -a "
          + quoted(verb.getKey()) + description(header(verb.getValue())));
      addVerb(lines, verb.getKey(), verb.getValue());
    }
    return String.join("\n", lines) + "\n";
  }

  private static void addVerb(List<String> lines, String name, CommandLine verb) {
    String seen = " -n '__fish_seen_subcommand_from " + name + "'";
    for (OptionSpec option : verb.getCommandSpec().options()) {
      if (!option.inherited()) {
        lines.add("complete -c cistern" + seen + option(option));
      }
    }
    verb.getSubcommands().forEach((below, command) -> lines
        .add("complete -c cistern -f" + seen + " -a " + quoted(below) + description(header(command))));
  }

  private static String option(OptionSpec option) {
    StringBuilder words = new StringBuilder();
    for (String name : option.names()) {
      words.append(name.startsWith("--") ? " -l " + name.substring(2) : " -s " + name.substring(1));
    }
    if (option.arity().max() > 0) {
      words.append(" -r");
    }
    String[] text = option.description();
    return words + description(text.length == 0 ? "" : text[0]);
  }

  private static String header(CommandLine command) {
    String[] header = command.getCommandSpec().usageMessage().header();
    return header.length == 0 ? "" : header[0];
  }

  private static String description(String text) {
    return text.isEmpty() ? "" : " -d " + quoted(text);
  }

  private static String quoted(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
