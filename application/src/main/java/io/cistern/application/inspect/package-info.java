/**
 * Looking at a mirror: {@link io.cistern.application.inspect.ReportStatus}, {@link
 * io.cistern.application.inspect.ListPaths} and {@link io.cistern.application.inspect.ExplainPath} only read; {@link
 * io.cistern.application.inspect.VerifyMirror} and {@link io.cistern.application.inspect.LocalChanges} record what they find; {@link io.cistern.application.inspect.RepairMirror} brings back what can be; {@link io.cistern.application.inspect.Doctor} runs
 * one {@link io.cistern.application.inspect.Check} per concern.
 */
@NullMarked
package io.cistern.application.inspect;

import org.jspecify.annotations.NullMarked;
