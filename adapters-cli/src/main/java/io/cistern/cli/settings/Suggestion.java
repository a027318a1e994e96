package io.cistern.cli.settings;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds what somebody may have meant. */
public final class Suggestion {
  private Suggestion() {}

  /** The known word nearest to what was written; empty when none is near: a third of it, at least two letters. */
  public static Optional<String> near(String written, Collection<String> known) {
    int bound = Math.max(2, written.length() / 3);
    return known.stream()
        .filter(word -> distance(written, word) <= bound)
        .min(Comparator.comparingInt(word -> distance(written, word)));
  }

  /** Like {@link #near}, as the end of a sentence: {@code ""}, or {@code "; did you mean x?"}. */
  public static String clause(String written, Collection<String> known) {
    return near(written, known).map(word -> "; did you mean " + word + "?").orElse("");
  }

  /** Letters to insert, remove, replace, or swap with their neighbour. */
  private static int distance(String from, String to) {
    int[][] cost = new int[from.length() + 1][to.length() + 1];
    for (int i = 0; i <= from.length(); i++) {
      for (int j = 0; j <= to.length(); j++) {
        cost[i][j] = i == 0 || j == 0 ? i + j : cheapest(cost, from, to, i, j);
      }
    }
    return cost[from.length()][to.length()];
  }

  private static int cheapest(int[][] cost, String from, String to, int i, int j) {
    int replaced = cost[i - 1][j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
    int best = Math.min(replaced, Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
    boolean swapped = i > 1
        && j > 1
        && from.charAt(i - 1) == to.charAt(j - 2)
        && from.charAt(i - 2) == to.charAt(j - 1);
    return swapped ? Math.min(best, cost[i - 2][j - 2] + 1) : best;
  }
}
