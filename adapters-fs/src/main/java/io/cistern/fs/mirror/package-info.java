/**
 * A mirror on this machine: {@link io.cistern.fs.mirror.FileMirror} makes or opens one and hands out its ports;
 * {@link io.cistern.fs.mirror.IdentityFile} says which mirror it is.
 */
@NullMarked
package io.cistern.fs.mirror;

import org.jspecify.annotations.NullMarked;
