/** Time as a value: {@code now} is always an argument. */
@NullMarked
package io.cistern.domain.time;

import org.jspecify.annotations.NullMarked;
