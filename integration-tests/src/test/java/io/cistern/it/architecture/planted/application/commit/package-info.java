/** Mirrors the one way to change a mirror. */
@NullMarked
package io.cistern.it.architecture.planted.application.commit;

import org.jspecify.annotations.NullMarked;
