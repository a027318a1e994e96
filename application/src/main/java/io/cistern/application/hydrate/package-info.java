/**
 * The verbs {@code hydrate} and {@code open}: {@link io.cistern.application.hydrate.DiscoverPlaceholders} says what a pass
 * would fill, {@link io.cistern.application.hydrate.HydrateMirror} fills many placeholders in one pass, {@link
 * io.cistern.application.hydrate.OpenFile} a few ahead of everything else.
 *
 * <p>{@link io.cistern.application.hydrate.Discovery} is where candidates come from, {@link
 * io.cistern.application.hydrate.Passes} how one pass at a time is kept and none is forgotten.
 *
 * <p>The way back: {@link io.cistern.application.hydrate.Dehydrate} gives content back, {@link
 * io.cistern.application.hydrate.PinPaths} says what never is.
 */
@NullMarked
package io.cistern.application.hydrate;

import org.jspecify.annotations.NullMarked;
