package io.cistern.application.inspect;

import io.cistern.application.commit.Change;
import io.cistern.application.commit.CommitResult;
import io.cistern.application.commit.Commits;
import io.cistern.application.port.Manifest;
import io.cistern.domain.journal.LogRecord;
import io.cistern.domain.journal.Origin;
import io.cistern.domain.journal.RecordGroup;
import io.cistern.domain.manifest.PathEntry;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Writes a finding down, unless the path has changed since it was looked at.
 *
 * @param seen the entry the finding is about
 * @param after the entry with the finding
 */
record FindingNote(PathEntry seen, PathEntry after) implements Change {
  /** Notes written down together; each is a record of its own, so a cut loses none that was told. */
  static final int BATCH = 64;

  /** Whether it only repeats, late enough to prove something, a look at a file that nobody has touched since. */
  private boolean repeats() {
    return after.withMemo(seen.memo()).equals(seen)
        && seen.memo().flatMap(before -> after.memo().filter(before::sameLook)).isPresent();
  }

  /** Writes down what is to be; answers how many findings that are told, and new, were. */
  static long writeAll(List<Examination.Result> results, Commits commits) {
    List<Examination.Result> noted = results.stream().filter(result -> result.note().isPresent()).toList();
    if (noted.isEmpty()) {
      return 0;
    }
    List<CommitResult> written =
        commits.commitAll(noted.stream().map(result -> result.note().orElseThrow()).toList());
    long told = 0;
    for (int i = 0; i < written.size(); i++) {
      Examination.Result result = noted.get(i);
      boolean news = result.finding().isPresent() && !result.note().orElseThrow().repeats();
      told += news && written.get(i) instanceof CommitResult.Done ? 1 : 0;
    }
    return told;
  }

  @Override
  public Set<String> names() {
    return Set.of(seen.name());
  }

  @Override
  public Optional<RecordGroup> decide(Manifest manifest) {
    return manifest.find(seen.name())
        .filter(seen::equals)
        .map(now -> RecordGroup.of(new LogRecord.Noted(after, Origin.VERIFY)));
  }
}
