package io.cistern.cli.command;

import io.cistern.cli.settings.FlagVariables;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Gives a flag that was not given the value of its environment variable. */
final class VariableDefaults implements IDefaultValueProvider {
  /** These make no sense as a habit, or count how often they are given. */
  private static final Set<String> FLAGS_ONLY = Set.of("--help", "--version", "--verbose");

  private final FlagVariables variables;

  VariableDefaults(FlagVariables variables) {
    this.variables = variables;
  }

  @Override
  public @Nullable String defaultValue(ArgSpec argument) {
    if (!(argument instanceof OptionSpec option) || !option.longestName().startsWith("--")
        || FLAGS_ONLY.contains(option.longestName())) {
      return null;
    }
    String flag = option.longestName().substring(2);
    return option.typeInfo().isBoolean()
        ? variables.onOrOff(flag).map(String::valueOf).orElse(null)
        : variables.value(flag).orElse(null);
  }
}
