/** Mirrors another verb family. */
@NullMarked
package io.cistern.it.architecture.planted.application.probe;

import org.jspecify.annotations.NullMarked;
