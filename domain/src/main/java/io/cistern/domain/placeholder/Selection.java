package io.cistern.domain.placeholder;

import java.util.List;

/** Which placeholders a pass shall fill. */
public sealed interface Selection {
  /** What the eager rules allow. */
  record Eager() implements Selection {}

  /** Every file, without limits. */
  record Everything() implements Selection {}

  /** No file. */
  record Nothing() implements Selection {}

  /**
   * What a person named; eager limits do not apply.
   *
   * @param arguments paths from the mirror's root ({@code /docs/a.md}, or a directory for all below it), or globs
   */
  record Named(List<String> arguments) implements Selection {
    public Named {
      arguments = List.copyOf(arguments);
    }
  }
}
