/**
 * What a hostile remote, a hostile mirror or a hostile neighbour tries is refused here, and costs nobody else anything.
 *
 * <p>{@link io.cistern.it.hostile.LyingBroker} tells the lies, {@link io.cistern.it.hostile.GuardedMirror} hears them and
 * watches its neighbours.
 */
@NullMarked
package io.cistern.it.hostile;

import org.jspecify.annotations.NullMarked;
