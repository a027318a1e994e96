/** This machine as the application's ports see it: disk, log, lock, tree and child processes. */
@NullMarked
package io.cistern.fs;

import org.jspecify.annotations.NullMarked;
