/**
 * One class per verb: it takes the arguments, calls one use case, and says what came of it.
 *
 * <p>{@link io.cistern.cli.command.Verbs} lists them, {@link io.cistern.cli.command.CommandTree} makes a command line
 * of those that a run may need, and {@link io.cistern.cli.command.Invocation} gives a verb what it works with, built
 * only when asked for.
 */
@NullMarked
package io.cistern.cli.command;

import org.jspecify.annotations.NullMarked;
