/**
 * The embedder's front door: {@link io.cistern.application.Mirror} is built from the
 * {@link io.cistern.application.MirrorParts} that an adapter opened and from a remote, and does what the command line
 * does, without it.
 */
@NullMarked
package io.cistern.application;

import org.jspecify.annotations.NullMarked;
