/**
 * The words shared with the broker: paths, revisions, hashes, and the pages in which they arrive.
 *
 * <p>Everything from outside is parsed, never asserted: {@link io.cistern.domain.workspace.WorkspacePath#parse} and
 * {@link io.cistern.domain.workspace.ContentHash#parse} answer empty for what is not canonical. A name that cannot be
 * a path here is still a name of the remote, so listings carry plain strings until they are classified.
 */
@NullMarked
package io.cistern.domain.workspace;

import org.jspecify.annotations.NullMarked;
