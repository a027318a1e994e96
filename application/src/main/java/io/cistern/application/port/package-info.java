/**
 * The list of everything outside: what the program asks of the world, each as a promise in writing.
 *
 * <p>Ports that change a mirror extend {@link io.cistern.application.port.MirrorStore} and take a
 * {@link io.cistern.application.port.HeldLock} first in every method that writes. No port declares a checked
 * exception: an adapter answers with an outcome or throws {@link io.cistern.domain.failure.CisternException}.
 */
@NullMarked
package io.cistern.application.port;

import org.jspecify.annotations.NullMarked;
