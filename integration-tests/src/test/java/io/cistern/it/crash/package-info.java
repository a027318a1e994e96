/**
 * What is left when power or a process goes, at every step of every story, on the simulated disk.
 *
 * <p>A {@link io.cistern.it.crash.Story} changes a mirror and tells a {@link io.cistern.it.crash.Ledger} what it began
 * and what was acknowledged. {@link io.cistern.it.crash.Crashes} ends it before every disk operation, recovers, ends the
 * recovery before every operation too, and asks {@link io.cistern.it.crash.Oracle} each time whether the mirror tells
 * the truth.
 */
@NullMarked
package io.cistern.it.crash;

import org.jspecify.annotations.NullMarked;
