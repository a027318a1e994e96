package io.cistern.application.mutate.add;

import java.util.Optional;

/**
 * One file that was asked for.
 *
 * @param path its path in the mirror, or where it was found when it can have none
 * @param warning what went wrong after the change was committed, or went to trash with what was replaced; for people
 */
public record AddItem(String path, AddOutcome outcome, Optional<String> warning) {}
