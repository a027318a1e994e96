package io.cistern.domain.workspace;

import java.time.Instant;
import java.util.Optional;

/**
 * One row of a listing, as the broker told it: nothing in it has been checked but its types.
 *
 * @param name the path as sent; parse it before use
 * @param directory whether the row is a directory
 * @param revision the file's revision; empty for directories
 * @param hash empty when not told
 * @param size bytes of the <em>stored</em> form, so more than the decoded size for base64; 0 when not told
 * @param updatedAt empty when not told or unreadable
 */
public record TreeEntry(
    String name,
    boolean directory,
    Optional<Revision> revision,
    Optional<ContentHash> hash,
    long size,
    Optional<Instant> updatedAt) {}
