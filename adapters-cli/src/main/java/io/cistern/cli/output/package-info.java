/**
 * What a run says: the result on standard output, everything else on standard error.
 *
 * <p>{@link io.cistern.cli.output.Printer} is the only way out. {@link io.cistern.cli.output.People} writes numbers for
 * people, {@link io.cistern.cli.output.ProgressLine} shows how far long work got, and
 * {@link io.cistern.cli.output.ErrorReport} turns a failure into two lines, a JSON object and an
 * {@link io.cistern.cli.output.ExitCode}.
 */
@NullMarked
package io.cistern.cli.output;

import org.jspecify.annotations.NullMarked;
