package io.cistern.application.mutate;

import io.cistern.application.commit.Commits;
import io.cistern.application.port.Trash;
import io.cistern.domain.trash.TrashRule;
import java.time.InstantSource;
import java.util.List;

/** Empties trash of what has been kept long enough; what a program still writes to stays, and is looked at again. */
public final class TidyTrash {
  /** A verb that ends must not be held up by a week's removals; the next one goes on. */
  private static final int AT_ONCE = 1_000;

  private final Commits commits;
  private final Trash trash;
  private final TrashRule rule;
  private final InstantSource clock;

  /** Keeps these. */
  public TidyTrash(Commits commits, Trash trash, TrashRule rule, InstantSource clock) {
    this.commits = commits;
    this.trash = trash;
    this.rule = rule;
    this.clock = clock;
  }

  /** Takes the mirror lock only when there is something to drop. Answers how many files are gone. */
  public int tidy() {
    List<TrashRule.Due> due = rule.due(trash.kept(), clock.instant());
    if (due.isEmpty()) {
      return 0;
    }
    int[] dropped = {0};
    commits.whenForced(held -> dropped[0] = trash.drop(held, due.subList(0, Math.min(due.size(), AT_ONCE))));
    return dropped[0];
  }
}
