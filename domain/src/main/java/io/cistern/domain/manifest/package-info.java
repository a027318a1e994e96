/**
 * What the mirror knows of a path: its {@link io.cistern.domain.manifest.PathState}, the remote file it stands for, and
 * the {@link io.cistern.domain.manifest.Memo} by which a local edit is noticed without reading the file.
 */
@NullMarked
package io.cistern.domain.manifest;

import org.jspecify.annotations.NullMarked;
