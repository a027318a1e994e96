/** The wire: both ends of relayfile-v1. */
@NullMarked
package io.cistern.http;

import org.jspecify.annotations.NullMarked;
