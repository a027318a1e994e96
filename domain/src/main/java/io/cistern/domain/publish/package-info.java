/**
 * The switch of one name: what is expected there, what shall be there, and what to do if it is not.
 *
 * <p>{@link io.cistern.domain.publish.Publication} is the wish as the log records it.
 * {@link io.cistern.domain.publish.PublishTable} decides, from what lies under the staging name, under the visible name
 * and in trash, the one step that is safe; commit and recovery ask the same table (invariant I7).
 */
@NullMarked
package io.cistern.domain.publish;

import org.jspecify.annotations.NullMarked;
