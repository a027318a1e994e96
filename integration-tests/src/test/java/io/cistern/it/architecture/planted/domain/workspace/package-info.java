/** Mirrors the words shared with the broker. */
@NullMarked
package io.cistern.it.architecture.planted.domain.workspace;

import org.jspecify.annotations.NullMarked;
