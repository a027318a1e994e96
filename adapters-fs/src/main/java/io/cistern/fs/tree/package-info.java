/**
 * The directory that the user sees, and the two places next to it that content passes through: staging before it is
 * published, trash after it was displaced.
 *
 * <p>{@link io.cistern.fs.tree.FileStaging} makes content durable under no final name;
 * {@link io.cistern.fs.tree.FileWorkingTree} switches names by the publish table; {@link io.cistern.fs.tree.Displaced}
 * looks at what a switch pushed aside. Keeps invariants I4, I7 and I11.
 */
@NullMarked
package io.cistern.fs.tree;

import org.jspecify.annotations.NullMarked;
