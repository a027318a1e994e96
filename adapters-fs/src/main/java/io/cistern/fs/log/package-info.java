/**
 * Keeps the history of a mirror and its fold on disk; {@code docs/mirror-layout.md} has every field.
 *
 * <p>In reading order: {@link io.cistern.fs.log.SegmentedLog} appends groups to the last segment and is the only
 * writer; {@link io.cistern.fs.log.Frame} is how a piece of a group lies on disk, {@code SegmentScanner} reads frames
 * back and tells a torn tail from damage, {@code RecordCodec} spells the records in them. {@code Fold} is checkpoint
 * plus what the log says after it, {@link io.cistern.fs.log.FileManifest} lets many threads ask it. {@link
 * io.cistern.fs.log.SegmentCompactor} has {@code CheckpointMaking} write the next checkpoint and switches the {@code
 * Pointer} to it. {@link io.cistern.fs.log.ManifestReader} reads all of it
 * without a lock and never writes.
 *
 * <p>Keeps invariants I3, I11 and I12 for the log, and the cures of flaws F1, F3, F8, F10, F11, F12, F14, F16 and F19.
 */
@NullMarked
package io.cistern.fs.log;

import org.jspecify.annotations.NullMarked;
