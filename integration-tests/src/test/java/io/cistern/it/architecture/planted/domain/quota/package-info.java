/** Mirrors the gates. */
@NullMarked
package io.cistern.it.architecture.planted.domain.quota;

import org.jspecify.annotations.NullMarked;
