package io.cistern.domain.publish;

import io.cistern.domain.workspace.ContentHash;

/**
 * Content that lies in staging under no final name.
 *
 * @param name its name below the mirror's root, never used before or again
 * @param hash of its bytes, computed while they were written
 * @param size bytes
 * @param inode a short cut only: a staging name with this inode, size and mtime still holds the staged bytes; any other
 *     inode proves nothing, because mirrors get copied
 * @param modified its final mtime, nanoseconds since the epoch; set before it was forced, so that a memo taken after
 *     publishing can be told from an edit
 */
public record StagedContent(String name, ContentHash hash, long size, long inode, long modified) {}
