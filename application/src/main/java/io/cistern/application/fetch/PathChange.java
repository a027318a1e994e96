package io.cistern.application.fetch;

import io.cistern.application.commit.Change;
import io.cistern.application.port.Manifest;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.journal.LogRecord;
import io.cistern.domain.journal.Origin;
import io.cistern.domain.journal.RecordGroup;
import io.cistern.domain.manifest.PathEntry;
import io.cistern.domain.manifest.PathState;
import io.cistern.domain.placeholder.FetchRule;
import io.cistern.domain.placeholder.RememberedFailure;
import io.cistern.domain.publish.Expected;
import io.cistern.domain.publish.Publication;
import io.cistern.domain.publish.Target;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** What one prepared path wishes for; decided again under the lock: still this placeholder? */
final class PathChange implements Change {
  private final Fetched fetched;
  private final Origin origin;
  private final Consumer<Fetched.Ready> finished;
  private boolean outdated;

  private PathChange(Fetched fetched, Origin origin, Consumer<Fetched.Ready> finished) {
    this.fetched = fetched;
    this.origin = origin;
    this.finished = finished;
  }

  /**
   * The change a prepared path asks for; empty when it asks for none.
   *
   * @param finished told, under the lock, when content counts as content
   */
  static Optional<PathChange> of(Fetched fetched, Origin origin, Consumer<Fetched.Ready> finished) {
    boolean changes = switch (fetched) {
      case Fetched.Ready _, Fetched.Edited _ -> true;
      case Fetched.Skipped _ -> false;
      case Fetched.NotHere notHere ->
        remembered(notHere, origin).filter(why -> !notHere.wanted().reason().equals(Optional.of(why))).isPresent();
    };
    return changes ? Optional.of(new PathChange(fetched, origin, finished)) : Optional.empty();
  }

  /**
   * What the entry keeps of a fetch that failed. Of a remote that failed for now, too, where somebody wanted this file; a
   * bootstrap takes a reason for a file that it need not come back for.
   */
  private static Optional<String> remembered(Fetched.NotHere notHere, Origin origin) {
    boolean wanted = origin == Origin.HYDRATE || origin == Origin.OPEN;
    return wanted && notHere.failure() instanceof Failure.Remote remote
        ? Optional.of(RememberedFailure.of(remote).text())
        : notHere.lasting();
  }

  Fetched fetched() {
    return fetched;
  }

  /** Whether the path is still a placeholder, but of a newer revision than what was fetched. */
  boolean outdated() {
    return outdated;
  }

  @Override
  public Set<String> names() {
    return Set.of(fetched.wanted().name());
  }

  /** From here on the manifest counts the content, so it is no longer on its way. */
  @Override
  public void committed() {
    if (fetched instanceof Fetched.Ready ready) {
      finished.accept(ready);
    }
  }

  @Override
  public Optional<RecordGroup> decide(Manifest manifest) {
    outdated = false;
    return manifest.find(fetched.wanted().name())
        .filter(now -> now.state() == PathState.PLACEHOLDER)
        .flatMap(this::record)
        .map(RecordGroup::of);
  }

  private Optional<LogRecord> record(PathEntry now) {
    return switch (fetched) {
      case Fetched.Ready ready when !FetchRule.stillCurrent(now, ready.after()) -> {
        outdated = true;
        yield Optional.empty();
      }
      case Fetched.Ready ready -> Optional.of(new LogRecord.Switched(
          new Publication(now.path(), new Expected.Placeholder(), new Target.Bytes(ready.staged())),
          Optional.of(FetchRule.rebased(now, ready.after())), origin));
      case Fetched.Edited edited -> Optional.of(new LogRecord.Noted(
          now.withState(PathState.MODIFIED).withMemo(Optional.of(edited.memo())).withReason(Optional.empty()),
          Origin.LOCAL));
      case Fetched.NotHere notHere ->
        Optional.of(new LogRecord.Noted(now.withReason(remembered(notHere, origin)), origin));
      case Fetched.Skipped _ -> Optional.empty();
    };
  }
}
