/**
 * Lends other modules a disk that loses power: SimDisk, and the exam that every disk
 * passes.
 */
@NullMarked
package io.cistern.fs.testing;

import org.jspecify.annotations.NullMarked;
