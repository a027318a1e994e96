/**
 * Which placeholders are filled, and how filling one can end.
 *
 * <p>{@link io.cistern.domain.placeholder.Globs} says what a pattern matches, {@link
 * io.cistern.domain.placeholder.EagerRules} which files are wanted unasked, {@link
 * io.cistern.domain.placeholder.FetchRule} whether an answer may become a file's content, and {@link
 * io.cistern.domain.placeholder.HydrationOutcome} what came of one path.
 */
@NullMarked
package io.cistern.domain.placeholder;

import org.jspecify.annotations.NullMarked;
