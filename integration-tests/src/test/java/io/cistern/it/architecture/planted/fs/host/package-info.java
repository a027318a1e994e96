/** Mirrors what else this machine has. */
@NullMarked
package io.cistern.it.architecture.planted.fs.host;

import org.jspecify.annotations.NullMarked;
