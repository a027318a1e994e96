/**
 * The verbs {@code hydrate} and {@code open}: {@link io.cistern.application.hydrate.HydrateMirror} fills many
 * placeholders in one pass, {@link io.cistern.application.hydrate.OpenFile} a few ahead of everything else. And the way back:
 * {@link io.cistern.application.hydrate.Dehydrate} gives content back, {@link io.cistern.application.hydrate.PinPaths}
 * says what never is.
 */
@NullMarked
package io.cistern.application.hydrate;

import org.jspecify.annotations.NullMarked;
