/** Our client and our broker over the wire of relayfile-v1: one must understand all that the other says. */
@NullMarked
package io.cistern.it.protocol;

import org.jspecify.annotations.NullMarked;
