package io.cistern.cli.settings;

import java.io.PrintStream;

/**
 * Where a run writes. Both streams are UTF-8.
 *
 * @param out the result, and nothing else
 * @param err everything else
 * @param outTerminal whether a person reads {@code out}
 * @param errTerminal whether a person reads {@code err}
 */
public record Streams(PrintStream out, PrintStream err, boolean outTerminal, boolean errTerminal) {}
