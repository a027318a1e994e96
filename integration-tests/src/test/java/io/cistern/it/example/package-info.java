/** Cistern in another program, as the README shows it. */
@NullMarked
package io.cistern.it.example;

import org.jspecify.annotations.NullMarked;
