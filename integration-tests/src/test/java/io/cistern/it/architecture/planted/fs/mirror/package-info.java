/** Mirrors what opens a mirror. */
@NullMarked
package io.cistern.it.architecture.planted.fs.mirror;

import org.jspecify.annotations.NullMarked;
