/**
 * The verb {@code quota}: {@link io.cistern.application.probe.AskAccounts} asks what accounts have left, at most once for
 * all who want to know, through helpers that {@link io.cistern.application.probe.ProbePool} keeps warm.
 */
@NullMarked
package io.cistern.application.probe;

import org.jspecify.annotations.NullMarked;
