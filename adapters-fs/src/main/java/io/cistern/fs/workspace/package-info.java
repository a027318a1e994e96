/**
 * The broker's side of a directory: {@link io.cistern.fs.workspace.DirectoryWorkspaceStore} serves plain files as a
 * workspace and keeps revisions and history beside them, in a state directory.
 *
 * <p>{@code DirectoryScan} walks the directory and finds candidates by their memo, {@code ContentProbe} hashes them,
 * {@code FileIndex} holds what is known, {@code WorkspaceJournal} makes it durable, {@code ChangeFeed} reads history
 * back out of the journal, {@code Publisher} switches names. The directory's bytes are the truth: where the journal and
 * a file disagree, the file is hashed and the difference becomes a change.
 */
@NullMarked
package io.cistern.fs.workspace;

import org.jspecify.annotations.NullMarked;
