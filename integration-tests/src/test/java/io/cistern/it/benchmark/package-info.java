/** Measures what sharing forces is worth. Prints, and asserts nothing about time. */
@NullMarked
package io.cistern.it.benchmark;

import org.jspecify.annotations.NullMarked;
