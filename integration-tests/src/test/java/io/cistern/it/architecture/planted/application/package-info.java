/** Mirrors the front door of an embedder. */
@NullMarked
package io.cistern.it.architecture.planted.application;

import org.jspecify.annotations.NullMarked;
