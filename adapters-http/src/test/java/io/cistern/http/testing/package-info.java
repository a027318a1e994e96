/** A broker that sends whatever a test wants, and stand-ins for clock, pauses and spool. */
@NullMarked
package io.cistern.http.testing;

import org.jspecify.annotations.NullMarked;
