/**
 * The words of relayfile-v1 on the wire: answers of the broker, read as streams and never trusted.
 *
 * <p>{@link io.cistern.http.wire.WireCodec} is the way in. Bytes pass a {@link io.cistern.http.wire.BoundedInput}, then a
 * {@code Feed} from which two readers drink in turn: the JSON parser for everything small, and {@code JsonStringInput}
 * for the one value that may be large, a file's {@code content}. So memory does not grow with a file, wherever its
 * {@code encoding} stands. Whatever breaks the contract or a bound of {@link io.cistern.http.wire.WireLimits} becomes a
 * {@link io.cistern.http.wire.BrokenAnswer} that names the field.
 */
@NullMarked
package io.cistern.http.wire;

import org.jspecify.annotations.NullMarked;
