package io.cistern.cli.output;

import io.cistern.cli.settings.Surroundings;

/**
 * How a run shall look, decided once from options and surroundings.
 *
 * @param json one document or JSON lines instead of text
 * @param quiet nothing on standard error but errors
 * @param stackTraces whether an error shows where it came from
 * @param outStyle colours of standard output
 * @param errStyle colours of standard error
 */
public record Look(boolean json, boolean quiet, boolean stackTraces, Style outStyle, Style errStyle) {
  /**
   * Decides. {@code NO_COLOR} and {@code TERM=dumb} switch colours off, {@code CLICOLOR_FORCE} on, a flag beats both.
   */
  public static Look of(boolean json, boolean quiet, boolean stackTraces, When color, Surroundings surroundings) {
    return new Look(
        json,
        quiet,
        stackTraces,
        new Style(!json && colours(color, surroundings, surroundings.streams().outTerminal())),
        new Style(!json && colours(color, surroundings, surroundings.streams().errTerminal())));
  }

  private static boolean colours(When color, Surroundings surroundings, boolean terminal) {
    return switch (color) {
      case ALWAYS -> true;
      case NEVER -> false;
      case AUTO -> {
        if (surroundings.variable("NO_COLOR").isPresent()) {
          yield false;
        }
        boolean forced = surroundings.variable("CLICOLOR_FORCE").filter(value -> !value.equals("0")).isPresent();
        yield forced || (terminal && surroundings.variable("TERM").filter("dumb"::equals).isEmpty());
      }
    };
  }
}
