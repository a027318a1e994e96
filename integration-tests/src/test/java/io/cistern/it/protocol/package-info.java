/** The wire between our own ends of it: the embedded broker over a real directory. */
@NullMarked
package io.cistern.it.protocol;

import org.jspecify.annotations.NullMarked;
