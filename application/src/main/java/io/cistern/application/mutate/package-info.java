/**
 * Changes made here, by the verbs and by embedding programs. {@link io.cistern.application.mutate.Standing} says what lies
 * under a name before anything is decided about it.
 */
@NullMarked
package io.cistern.application.mutate;

import org.jspecify.annotations.NullMarked;
