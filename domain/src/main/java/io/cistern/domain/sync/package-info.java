/**
 * What the remote's word on one file does to one path of the mirror.
 *
 * <p>{@link io.cistern.domain.sync.NamePolicy} says whether the name can be held here at all, {@link
 * io.cistern.domain.sync.SyncPolicy} what becomes of the path. A listing and an event are the same kind of word, a {@link
 * io.cistern.domain.sync.RemoteFact}.
 */
@NullMarked
package io.cistern.domain.sync;

import org.jspecify.annotations.NullMarked;
