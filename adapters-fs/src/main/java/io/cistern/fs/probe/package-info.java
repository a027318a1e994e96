/**
 * Helpers are processes that answer what an account has left, one JSON line for each. {@link
 * io.cistern.fs.probe.ChildHelpers} starts and asks them, {@link io.cistern.fs.probe.HelperLoop} is what runs in one; {@link
 * io.cistern.fs.probe.FileReadings} keeps the last answers for all processes of a user. The lines are described in
 * docs/probe-protocol.md.
 */
@NullMarked
package io.cistern.fs.probe;

import org.jspecify.annotations.NullMarked;
