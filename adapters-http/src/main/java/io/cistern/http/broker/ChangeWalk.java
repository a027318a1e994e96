package io.cistern.http.broker;

import io.cistern.application.port.WorkspaceStore;
import io.cistern.application.port.WorkspaceStore.StoredChange;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Reads history in steps until enough changes of a kind have been found. */
final class ChangeWalk {
  private static final int STEP = 1000;

  private final WorkspaceStore store;
  private final Predicate<StoredChange> wanted;

  ChangeWalk(WorkspaceStore store, Predicate<StoredChange> wanted) {
    this.store = store;
    this.wanted = wanted;
  }

  /** Oldest first. */
  List<StoredChange> after(long number, int limit) {
    List<StoredChange> found = new ArrayList<>();
    long from = number;
    for (List<StoredChange> step = store.changesAfter(from, STEP); !step.isEmpty() && found.size() < limit; step =
        store.changesAfter(from, STEP)) {
      add(step, found, limit);
      from = step.getLast().number();
    }
    return found;
  }

  /** Newest first. */
  List<StoredChange> before(long number, int limit) {
    List<StoredChange> found = new ArrayList<>();
    long from = number;
    int size = Math.min(limit, STEP);
    for (List<StoredChange> step = store.changesBefore(from, size); !step.isEmpty() && found.size() < limit; step =
        store.changesBefore(from, STEP)) {
      add(step, found, limit);
      from = step.getLast().number();
    }
    return found;
  }

  private void add(List<StoredChange> step, List<StoredChange> found, int limit) {
    step.stream().filter(wanted).limit(limit - found.size()).forEach(found::add);
  }
}
