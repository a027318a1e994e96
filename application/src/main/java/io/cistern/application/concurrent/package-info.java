/**
 * The few tools for doing several things at once: {@link io.cistern.application.concurrent.Lane} bounds tasks, {@link
 * io.cistern.application.concurrent.Flights} lets one fetch serve all who want it, {@link
 * io.cistern.application.concurrent.RightOfWay} says who goes before whom, {@link
 * io.cistern.application.concurrent.StopSignal} ends work between two steps. None of them interrupts a thread.
 */
@NullMarked
package io.cistern.application.concurrent;

import org.jspecify.annotations.NullMarked;
