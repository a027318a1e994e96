package io.cistern.application.clone;

import io.cistern.domain.failure.Failure;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a run of {@code clone} did; names are complete when it is returned.
 *
 * @param resumed whether an earlier run had begun the listing
 * @param wasComplete whether names were complete before, so that only news were applied
 * @param feed whether the broker has an event feed; without one, completion rests on listings that agree
 * @param counts what happened to paths
 * @param refused placeholders whose content the run asked for and cannot have, by name and in order, with the reason; many
 *     thousands at most, and asking again is in vain
 */
public record CloneReport(
    boolean resumed, boolean wasComplete, boolean feed, Counts counts, Map<String, Failure> refused) {
  public CloneReport {
    refused = Collections.unmodifiableMap(new LinkedHashMap<>(refused));
  }

  /** Whether the run changed nothing at all. */
  public boolean nothingChanged() {
    return wasComplete && counts.equals(Counts.NONE);
  }

  /**
   * How many paths met what.
   *
   * @param created names that appeared
   * @param updated names whose remote version is newer now, refreshed files among them
   * @param removed names that went with a remote removal
   * @param adopted local files that had the remote's bytes
   * @param conflicts paths that have to be resolved by a person
   * @param quarantined remote names that this file system cannot hold
   * @param ignored rows of the broker's answers that made no sense where they stood
   */
  public record Counts(
      long created, long updated, long removed, long adopted, long conflicts, long quarantined, long ignored) {
    public static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0, 0);

    public Counts plus(Counts other) {
      return new Counts(
          created + other.created,
          updated + other.updated,
          removed + other.removed,
          adopted + other.adopted,
          conflicts + other.conflicts,
          quarantined + other.quarantined,
          ignored + other.ignored);
    }
  }
}
