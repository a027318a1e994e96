/**
 * Changes made here, by the verbs and by embedding programs: {@link io.cistern.application.mutate.RemoveFiles}, {@link
 * io.cistern.application.mutate.MoveFiles} and {@link io.cistern.application.mutate.Undo}. Each looks first, decides again
 * under the lock, and is one group, so that it happens as a whole and can be taken back as a whole. {@link
 * io.cistern.application.mutate.Standing} says what lies under a name before anything is decided about it.
 */
@NullMarked
package io.cistern.application.mutate;

import org.jspecify.annotations.NullMarked;
