/**
 * The verb {@code clone}: {@link io.cistern.application.clone.CloneMirror} takes the feed's tip, {@link
 * io.cistern.application.clone.TreePull} lists the workspace page by page, {@link
 * io.cistern.application.clone.EventReplay} applies what happened since the tip, and where there is no feed {@link
 * io.cistern.application.clone.Relisting} lists again until nothing differs. Every step is one group of the log, so a
 * run that was cut goes on where it stopped (invariants I2 and I6).
 */
@NullMarked
package io.cistern.application.clone;

import org.jspecify.annotations.NullMarked;
