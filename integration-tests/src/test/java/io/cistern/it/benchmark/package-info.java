/** Measurements: they print and never assert, and run with {@code -Pbench} only. */
@NullMarked
package io.cistern.it.benchmark;

import org.jspecify.annotations.NullMarked;
