package io.cistern.application.mutate.add;

import io.cistern.application.mutate.Standing;
import io.cistern.application.port.Manifest;
import io.cistern.domain.change.AddDecision;
import io.cistern.domain.change.CompanionDecision;
import io.cistern.domain.change.CompanionPolicy;
import io.cistern.domain.change.Refusal;
import io.cistern.domain.journal.LogRecord;
import io.cistern.domain.journal.Origin;
import io.cistern.domain.publish.Publication;
import io.cistern.domain.publish.Target;
import io.cistern.domain.workspace.WorkspacePath;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What lies beside the databases of one unit: it goes to trash in the group that replaces them, or keeps them from being
 * replaced. Decided under the lock, by one thread.
 */
final class Companions {
  private final List<Companion> all;

  /** By companion, in the order of their names; decided anew each time. */
  private final Map<WorkspacePath, LogRecord.Switched> away = new TreeMap<>();

  Companions(List<Companion> all) {
    this.all = all;
  }

  Stream<String> names() {
    return all.stream().map(one -> one.path().value());
  }

  /** Whether what was seen still lies there. */
  boolean hold(Standing standing) {
    return all.stream().allMatch(one -> standing.holds(one.path(), one.there()));
  }

  /** What becomes of a file, now that it is known what becomes of those beside it. */
  AddDecision decide(WorkspacePath target, AddDecision alone, Manifest manifest) {
    AddDecision decision = alone;
    for (Companion one : all) {
      if (one.database().equals(target)) {
        away.remove(one.path());
        if (alone instanceof AddDecision.Publish) {
          decision = decide(one, decision, manifest);
        }
      }
    }
    return decision;
  }

  /** The switches that take them away. */
  List<LogRecord.Switched> records() {
    return List.copyOf(away.values());
  }

  Stream<WorkspacePath> displacedWith(WorkspacePath target) {
    return all.stream().filter(one -> one.database().equals(target)).map(Companion::path).filter(away::containsKey);
  }

  private AddDecision decide(Companion one, AddDecision before, Manifest manifest) {
    return switch (CompanionPolicy.decide(manifest.find(one.path().value()), one.there())) {
      case CompanionDecision.None() -> before;
      case CompanionDecision.Away(var expected, var after) -> {
        Publication publication = new Publication(one.path(), expected, new Target.Nothing());
        away.put(one.path(), new LogRecord.Switched(publication, after, Origin.ADD));
        yield before;
      }
      case CompanionDecision.Stays(String why) -> new AddDecision.Refused(
          Refusal.CHANGED_HERE, one.path() + " lies beside it and " + why + "; move it out of the way first");
    };
  }
}
