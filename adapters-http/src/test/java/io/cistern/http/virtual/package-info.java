/**
 * A broker that is not there: the real client and the real answers, without a socket or a thread, on time that is moved
 * by hand.
 *
 * <p>{@link io.cistern.http.virtual.VirtualBroker} is the way in. A question of the real client ends at a transport for
 * tests, goes through {@code VirtualClient}, which knows what goes wrong and who asks too early, to the broker's own
 * desk over a workspace in memory; the answer comes back through {@code VirtualBody}, which takes its time.
 */
@NullMarked
package io.cistern.http.virtual;

import org.jspecify.annotations.NullMarked;
