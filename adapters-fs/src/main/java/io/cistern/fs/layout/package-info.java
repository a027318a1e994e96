/** Spells every name under the control directory; {@code docs/mirror-layout.md} says what each means. */
@NullMarked
package io.cistern.fs.layout;

import org.jspecify.annotations.NullMarked;
