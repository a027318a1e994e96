/**
 * Exclusion between processes and threads: {@link io.cistern.fs.lock.FileMirrorLock} keeps the order and the rules,
 * {@link io.cistern.fs.lock.JvmLockFiles} holds the system's locks. The only package that touches them.
 *
 * <p>Keeps invariant I10: a lock file is opened once per process and never read. Who holds it stands in a file beside
 * it, {@link io.cistern.fs.lock.HolderFile}.
 */
@NullMarked
package io.cistern.fs.lock;

import org.jspecify.annotations.NullMarked;
