/**
 * Rehearses a bad remote: {@link io.cistern.http.broker.chaos.ChaosSpec} reads what the user asks for,
 * {@link io.cistern.http.broker.chaos.Chaos} decides which requests it befalls, {@link
 * io.cistern.http.broker.chaos.Faults} is what befalls one of them.
 */
@NullMarked
package io.cistern.http.broker.chaos;

import org.jspecify.annotations.NullMarked;
