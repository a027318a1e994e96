package io.cistern.application.mutate.add;

import io.cistern.domain.change.DatabaseUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Files that are prepared together and committed in one group: a database and what lies beside it, else one file alone.
 * Takes the place of its first member in the scan.
 */
record Unit(List<Candidate> members) {
  Unit {
    members = List.copyOf(members);
  }

  private record Key(AddRoot root, String name) {}

  /** The candidates in their order, those that belong together drawn to the first of them. */
  static List<Unit> of(List<Candidate> candidates) {
    Set<Key> all = new HashSet<>();
    candidates.forEach(one -> all.add(new Key(one.root(), one.found())));
    Map<Key, List<Candidate>> units = new LinkedHashMap<>();
    for (Candidate one : candidates) {
      units.computeIfAbsent(database(new Key(one.root(), one.found()), all), _ -> new ArrayList<>()).add(one);
    }
    return units.values().stream().map(Unit::new).toList();
  }

  /** Why it cannot be added as a whole: one member that is left out would leave the others untrue. */
  Optional<AddOutcome.Failed> refused() {
    return members.stream().map(Candidate::refused).flatMap(Optional::stream).findFirst();
  }

  private static Key database(Key file, Set<Key> all) {
    return DatabaseUnit.databaseOf(file.name())
        .map(name -> new Key(file.root(), name))
        .filter(all::contains)
        .orElse(file);
  }
}
