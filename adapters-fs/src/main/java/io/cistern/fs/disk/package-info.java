/**
 * The only hands that change the disk: {@link io.cistern.fs.disk.Disk} is the seam, narrow enough that a simulated disk
 * with real crash semantics can stand in for it.
 *
 * <p>Names are relative to the disk's root, segments separated by {@code /}. No operation follows a symbolic link or
 * leaves the root.
 */
@NullMarked
package io.cistern.fs.disk;

import org.jspecify.annotations.NullMarked;
