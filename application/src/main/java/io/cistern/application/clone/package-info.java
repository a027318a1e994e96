/**
 * The verbs {@code clone} and {@code pull}: {@link io.cistern.application.clone.CloneMirror} runs cycles until names are
 * complete; a {@link io.cistern.application.clone.Cycle} does what {@link io.cistern.domain.bootstrap.BootstrapPolicy}
 * decides, one decision after the other. {@link io.cistern.application.clone.ExportPull} takes names and content in one
 * stream, {@link io.cistern.application.clone.TreePull} lists page by page while content is read beside it, {@link
 * io.cistern.application.clone.EventReplay} applies what happened since the tip, and {@link
 * io.cistern.application.clone.NewsDesk} brings the remote's word into the mirror. Every step is one group of the log with
 * what it stands for, so a run that was cut goes on where it stopped (invariants I2 and I6). {@link
 * io.cistern.application.clone.PlanPull} says what would be done, and changes nothing.
 */
@NullMarked
package io.cistern.application.clone;

import org.jspecify.annotations.NullMarked;
