/**
 * The client of relayfile-v1: {@link io.cistern.http.client.HttpRemote} connects, one class per endpoint asks.
 *
 * <p>A question goes {@code XEndpoint} → {@code Caller} (turn at the gate, token, tries) → {@code Transport} (one request,
 * cut off at its deadline) → {@code WireCodec} (the answer). A refusal passes {@code StatusMapper}, the one place where a
 * status and a code become an outcome; a connection that fails passes {@code Troubles}. Keeps invariant I8 (no network
 * under the mirror lock) and goals G8 (no request before {@code notBefore}) and G11 (no secret in any output).
 */
@NullMarked
package io.cistern.http.client;

import org.jspecify.annotations.NullMarked;
