/**
 * Log lines: the binding behind SLF4J for the command line alone, because libraries bind nothing.
 *
 * <p>Until {@link io.cistern.cli.logging.Logging#start} says where lines go, they go nowhere.
 */
@NullMarked
package io.cistern.cli.logging;

import org.jspecify.annotations.NullMarked;
