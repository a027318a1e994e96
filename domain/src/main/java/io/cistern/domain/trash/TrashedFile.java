package io.cistern.domain.trash;

import io.cistern.domain.journal.Sequence;
import java.time.Instant;

/**
 * A file that a publication displaced.
 *
 * @param at the group that displaced it
 * @param index the publication's place among the switches of its group
 * @param size bytes
 * @param touched when it came here, or was last written to by a program that had it open; whichever is later
 */
public record TrashedFile(Sequence at, int index, long size, Instant touched) {}
