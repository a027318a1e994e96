/**
 * The half of {@code verify} that asks the remote: {@link io.cistern.application.compare.CompareRemote} lists the workspace
 * afresh, a {@link io.cistern.application.compare.ListedAfresh} at a time, and tells how it differs from the manifest.
 */
@NullMarked
package io.cistern.application.compare;

import org.jspecify.annotations.NullMarked;
