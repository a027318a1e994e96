/**
 * The one way to change a mirror: {@link io.cistern.application.commit.Commits} takes the lock, catches up, lets each
 * waiting change decide on what is true now, commits, publishes and retires. {@link
 * io.cistern.application.commit.CatchUp} finishes what a dead process committed, with the same code.
 *
 * <p>Keeps invariants I3, I4, I5, I8 and I11.
 */
@NullMarked
package io.cistern.application.commit;

import org.jspecify.annotations.NullMarked;
