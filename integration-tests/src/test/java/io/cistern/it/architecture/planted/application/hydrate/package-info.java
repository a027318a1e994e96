/** Mirrors one verb family. */
@NullMarked
package io.cistern.it.architecture.planted.application.hydrate;

import org.jspecify.annotations.NullMarked;
