/** Mirrors the names below the control directory. */
@NullMarked
package io.cistern.it.architecture.planted.fs.layout;

import org.jspecify.annotations.NullMarked;
