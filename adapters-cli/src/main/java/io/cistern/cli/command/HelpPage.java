package io.cistern.cli.command;

import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** The list of verbs under their headings. */
final class HelpPage {
  private static final String FOOTER = """

      PATH is relative to the current directory, /x to the mirror's root; ** in a GLOB crosses directories.
      Every flag has an environment variable CISTERN_<FLAG>; settings are shown by: cistern config list
      More on a command: cistern help COMMAND
      """;

  private HelpPage() {}

  static CommandLine grouped(CommandLine line, List<Verb> verbs) {
    UsageMessageSpec usage = line.getCommandSpec().usageMessage();
    usage.footer(FOOTER.lines().toArray(String[]::new));
    line.getHelpSectionMap().put(
        UsageMessageSpec.SECTION_KEY_COMMAND_LIST_HEADING, help -> System.lineSeparator());
    line.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST, help -> list(help, verbs));
    line.getSubcommands().values().forEach(HelpPage::plain);
    return line;
  }

  /** Help on one verb shows its own options; the global ones have their page. */
  static void plain(CommandLine verb) {
    UsageMessageSpec usage = verb.getCommandSpec().usageMessage();
    usage.abbreviateSynopsis(true);
    usage.footer("", "Global options, such as --json and -C DIR, stand before or after the command: cistern help");
    verb.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_OPTION_LIST, HelpPage::ownOptions);
    verb.getSubcommands().values().forEach(HelpPage::plain);
  }

  private static String ownOptions(Help help) {
    List<OptionSpec> own = help.commandSpec().options().stream().filter(option -> !option.inherited()).toList();
    return help.optionListExcludingGroups(own);
  }

  private static String list(Help help, List<Verb> verbs) {
    StringBuilder page = new StringBuilder();
    for (Verb.Group group : Verb.Group.values()) {
      List<Verb> members = verbs.stream().filter(verb -> verb.group() == group).toList();
      if (!members.isEmpty()) {
        page.append(group.heading()).append('\n');
        members.forEach(verb -> page.append(row(help.commandSpec().subcommands().get(verb.name()), verb)));
      }
    }
    return page.toString();
  }

  private static String row(@Nullable CommandLine line, Verb verb) {
    String[] header = line == null ? new String[0] : line.getCommandSpec().usageMessage().header();
    String alias = verb.aliases().isEmpty() ? "" : " (" + String.join(", ", verb.aliases()) + ")";
    return String.format("  %-18s %s%n", verb.name() + alias, header.length == 0 ? "" : header[0]);
  }
}
