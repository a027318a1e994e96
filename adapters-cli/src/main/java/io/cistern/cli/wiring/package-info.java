/**
 * How the program is put together: the only package that knows both adapters, and the only one that sees Guice.
 *
 * <p>Verbs ask {@link io.cistern.cli.wiring.MirrorSession} for a use case over a mirror and {@link
 * io.cistern.cli.wiring.BrokerSession} for a served directory. Verbs that only look get theirs without an injector,
 * which costs sixty milliseconds of a start.
 */
@NullMarked
package io.cistern.cli.wiring;

import org.jspecify.annotations.NullMarked;
