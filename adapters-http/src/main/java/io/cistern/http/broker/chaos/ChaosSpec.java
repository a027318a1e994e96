package io.cistern.http.broker.chaos;

import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The rules of {@code --chaos}, read.
 *
 * @param seed makes what it does repeatable; empty for a seed of its own each time
 */
public record ChaosSpec(List<Rule> rules, OptionalLong seed) {
  private static final Set<String> ENDPOINTS =
      Set.of("tree", "file", "put", "export", "bulk", "delete", "events", "ws", "all");

  public ChaosSpec {
    rules = List.copyOf(rules);
  }

  /** A remote that behaves. */
  public static ChaosSpec none() {
    return new ChaosSpec(List.of(), OptionalLong.empty());
  }

  /**
   * Reads rules separated by {@code ;}.
   *
   * @throws CisternException {@code Usage}, naming the part that cannot be read
   */
  public static ChaosSpec parse(String text) {
    List<Rule> rules = new ArrayList<>();
    OptionalLong seed = OptionalLong.empty();
    for (String part : text.split(";", -1)) {
      String rule = part.strip();
      if (rule.startsWith("seed=")) {
        seed = OptionalLong.of(seed(rule));
      } else if (!rule.isEmpty()) {
        rules.add(rule(rule));
      }
    }
    return new ChaosSpec(rules, seed);
  }

  private static long seed(String rule) {
    try {
      return Long.parseLong(rule.substring("seed=".length()).strip());
    } catch (NumberFormatException e) {
      throw unreadable(rule, "the seed is not a whole number");
    }
  }

  private static Rule rule(String rule) {
    int colon = rule.indexOf(':');
    String endpoint = colon < 0 ? rule : rule.substring(0, colon).strip();
    if (colon < 0 || !ENDPOINTS.contains(endpoint)) {
      throw unreadable(
          rule, colon < 0 ? "it is not ENDPOINT:KEY=VALUE,…"
              : "there is no endpoint " + endpoint
                  + " (tree file put export bulk delete events ws all)");
    }
    RuleParser parser = new RuleParser(endpoint);
    for (String setting : rule.substring(colon + 1).split(",", -1)) {
      try {
        parser.take(setting.strip());
      } catch (IllegalArgumentException | ArithmeticException e) {
        throw unreadable(rule, setting.strip() + ": " + e.getMessage());
      }
    }
    try {
      return parser.rule();
    } catch (IllegalArgumentException e) {
      throw unreadable(rule, String.valueOf(e.getMessage()));
    }
  }

  private static CisternException unreadable(String rule, String why) {
    return new CisternException(new Failure.Usage("--chaos: in '" + rule + "', " + why));
  }
}
