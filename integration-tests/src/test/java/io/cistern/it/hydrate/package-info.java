/** The eager pass and the on-demand lane, over a broker that dies, hangs, or counts. */
@NullMarked
package io.cistern.it.hydrate;

import org.jspecify.annotations.NullMarked;
