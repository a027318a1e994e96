/** Mirrors what the mirror knows of a path. */
@NullMarked
package io.cistern.it.architecture.planted.domain.manifest;

import org.jspecify.annotations.NullMarked;
