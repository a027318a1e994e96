/** Mirrors the list of everything outside. */
@NullMarked
package io.cistern.it.architecture.planted.application.port;

import org.jspecify.annotations.NullMarked;
