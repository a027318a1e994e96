/** Tests of how the program is put together. */
@NullMarked
package io.cistern.cli.wiring;

import org.jspecify.annotations.NullMarked;
