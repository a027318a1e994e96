package io.cistern.domain.compaction;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a decision on compacting is made from; all of it is given, nothing is asked for.
 *
 * @param pending when the one that is under way started
 * @param attempts tries of the session since its last success
 * @param lastStart the last start in this mirror, by any process
 * @param anything whether a group follows the checkpoint
 * @param freeBytes room on the disk; unknown is not taken for enough
 * @param neededBytes what a second checkpoint takes at most
 * @param busy whether another process holds what is needed
 */
public record Situation(
    Optional<Instant> pending,
    int attempts,
    Optional<Instant> lastStart,
    boolean anything,
    OptionalLong freeBytes,
    long neededBytes,
    boolean busy) {}
