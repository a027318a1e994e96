/**
 * Writes and reads one segment of the log: {@link io.cistern.fs.log.segment.Frame} is a piece of a group on disk,
 * {@link io.cistern.fs.log.segment.SegmentWriter} adds frames at the end,
 * {@link io.cistern.fs.log.segment.SegmentScanner} reads them back and tells a torn tail from damage (flaw F3).
 */
@NullMarked
package io.cistern.fs.log.segment;

import org.jspecify.annotations.NullMarked;
