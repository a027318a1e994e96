/**
 * What a bootstrap promises, from the use case to the wire: the real client before a broker in virtual time, a mirror in
 * memory, and a few runs over real sockets. {@link io.cistern.it.bootstrap.Scene} is the world, {@link
 * io.cistern.it.bootstrap.Program} one process in it.
 */
@NullMarked
package io.cistern.it.bootstrap;

import org.jspecify.annotations.NullMarked;
