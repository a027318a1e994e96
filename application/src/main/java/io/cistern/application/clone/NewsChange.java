package io.cistern.application.clone;

import io.cistern.application.clone.CloneReport.Counts;
import io.cistern.application.commit.Change;
import io.cistern.application.fetch.Fetched;
import io.cistern.application.port.Manifest;
import io.cistern.domain.journal.LogRecord;
import io.cistern.domain.journal.RecordGroup;
import io.cistern.domain.manifest.PathEntry;
import io.cistern.domain.manifest.PathState;
import io.cistern.domain.placeholder.FetchRule;
import io.cistern.domain.publish.Expected;
import io.cistern.domain.publish.Publication;
import io.cistern.domain.publish.Target;
import io.cistern.domain.sync.RemoteFact;
import io.cistern.domain.sync.SyncDecision;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One group of news, decided again under the lock; what was prepared outside it is a hint. */
final class NewsChange implements Change {
  private final News news;
  private final List<Judged> judged;
  private final Map<String, Fetched> fetched;
  private final Map<String, PathEntry> adoptable;
  private final Consumer<Fetched.Ready> finished;
  private Counts counts = Counts.NONE;
  private final Set<String> used = new HashSet<>();
  private boolean unprepared;

  /**
   * Decides nothing yet.
   *
   * @param fetched content that was fetched for these facts, or came with them, by name
   * @param adoptable entries of local files that have the remote's bytes, by name
   * @param finished told, under the lock, when content counts as content
   */
  NewsChange(
      News news, List<Judged> judged, Map<String, Fetched> fetched, Map<String, PathEntry> adoptable,
      Consumer<Fetched.Ready> finished) {
    this.news = news;
    this.judged = judged;
    this.fetched = fetched;
    this.adoptable = adoptable;
    this.finished = finished;
  }

  /** What the last decision did to paths. */
  Counts counts() {
    return counts;
  }

  /** Whether the last decision needed content that was not fetched; nothing was committed then. */
  boolean unprepared() {
    return unprepared;
  }

  /** Whether the last decision publishes the content that was given for this name. */
  boolean used(String name) {
    return used.contains(name);
  }

  @Override
  public Set<String> names() {
    return Stream.concat(judged.stream().map(Judged::key), Stream.of(BOOTSTRAP)).collect(Collectors.toSet());
  }

  /** From here on the manifest counts the content, so it is no longer on its way. */
  @Override
  public void committed() {
    used.forEach(name -> {
      if (fetched.get(name) instanceof Fetched.Ready ready) {
        finished.accept(ready);
      }
    });
  }

  @Override
  public Optional<RecordGroup> decide(Manifest manifest) {
    counts = Counts.NONE;
    unprepared = false;
    used.clear();
    List<LogRecord> records = new ArrayList<>();
    for (Judged one : judged) {
      Optional<PathEntry> known = manifest.find(one.key());
      record(one, known).ifPresent(records::add);
    }
    records.addAll(news.steps().apply(counts));
    return unprepared || records.isEmpty() ? Optional.empty() : Optional.of(new RecordGroup(records));
  }

  private Optional<LogRecord> record(Judged one, Optional<PathEntry> known) {
    return switch (one.decide(known, news.basis())) {
      case SyncDecision.Create(PathEntry after) -> Optional.of(created(after));
      case SyncDecision.Note(PathEntry after) when one.fact() instanceof RemoteFact.Unlisted ->
        Optional.of(new LogRecord.Noted(after, news.origin()));
      case SyncDecision.Note(PathEntry after) -> Optional.of(filled(known, after).orElseGet(() -> noted(after)));
      case SyncDecision.Refresh(PathEntry wanted) -> refreshed(known.orElseThrow(), wanted);
      case SyncDecision.Remove() -> Optional.of(removed(known.orElseThrow()));
      case SyncDecision.Forget() -> {
        counts = counts.plus(new Counts(0, 0, 1, 0, 0, 0, 0));
        yield Optional.of(new LogRecord.Forgotten(one.key(), news.origin()));
      }
      case SyncDecision.Leave() -> known.flatMap(entry -> filled(known, entry));
    };
  }

  private LogRecord created(PathEntry after) {
    PathEntry adopted = adoptable.get(after.name());
    if (adopted != null) {
      counts = counts.plus(new Counts(0, 0, 0, 1, 0, 0, 0));
      return new LogRecord.Noted(adopted, news.origin());
    }
    counts = counts.plus(new Counts(1, 0, 0, 0, 0, 0, 0));
    if (fetched.get(after.name()) instanceof Fetched.Ready ready && hasContent(ready)) {
      used.add(after.name());
      Publication publication =
          new Publication(after.path(), new Expected.Absent(), new Target.Bytes(ready.staged()));
      return new LogRecord.Switched(publication, Optional.of(ready.after()), news.origin());
    }
    Publication publication = new Publication(after.path(), new Expected.Absent(), new Target.Placeholder());
    return new LogRecord.Switched(publication, Optional.of(after), news.origin());
  }

  /** A placeholder whose content came with the fact. */
  private Optional<LogRecord> filled(Optional<PathEntry> known, PathEntry after) {
    boolean waiting = known.filter(entry -> entry.state() == PathState.PLACEHOLDER).isPresent()
        && after.state() == PathState.PLACEHOLDER;
    if (waiting && fetched.get(after.name()) instanceof Fetched.Ready ready && hasContent(ready)
        && FetchRule.stillCurrent(after, ready.after())) {
      used.add(after.name());
      Publication publication =
          new Publication(after.path(), new Expected.Placeholder(), new Target.Bytes(ready.staged()));
      return Optional.of(new LogRecord.Switched(publication, Optional.of(ready.after()), news.origin()));
    }
    return Optional.empty();
  }

  private LogRecord noted(PathEntry after) {
    counts = counts.plus(switch (after.state()) {
      case CONFLICT -> new Counts(0, 0, 0, 0, 1, 0, 0);
      case QUARANTINED -> new Counts(0, 0, 0, 0, 0, 1, 0);
      case PLACEHOLDER, HYDRATED, MODIFIED, ADDED, REMOVED -> new Counts(0, 1, 0, 0, 0, 0, 0);
    });
    return new LogRecord.Noted(after, news.origin());
  }

  /** A path that was filled with older bytes after the look has nothing fetched: progress must not pass it. */
  private Optional<LogRecord> refreshed(PathEntry known, PathEntry wanted) {
    Optional<Fetched> prepared = Optional.ofNullable(fetched.get(wanted.name()));
    unprepared |= prepared.isEmpty();
    return prepared.flatMap(result -> switch (result) {
      case Fetched.Ready ready -> Optional.of(replaced(known, ready));
      case Fetched.NotHere notHere -> Optional.of(notHere.lasting())
          .map(lasting -> known.withReason(lasting).withUnlisted(false))
          .filter(after -> !after.equals(known))
          .map(after -> new LogRecord.Noted(after, news.origin()));
      case Fetched.Edited _, Fetched.Skipped _ -> Optional.empty();
    });
  }

  private LogRecord replaced(PathEntry known, Fetched.Ready ready) {
    counts = counts.plus(new Counts(0, 1, 0, 0, 0, 0, 0));
    used.add(known.name());
    Target target = hasContent(ready) ? new Target.Bytes(ready.staged()) : new Target.Dehydrated(ready.staged());
    Publication publication = new Publication(known.path(), expected(known), target);
    return new LogRecord.Switched(publication, Optional.of(ready.after()), news.origin());
  }

  /** Where there is no room for newer content, a placeholder is what was prepared. */
  private static boolean hasContent(Fetched.Ready ready) {
    return ready.after().state() == PathState.HYDRATED;
  }

  private LogRecord removed(PathEntry known) {
    counts = counts.plus(new Counts(0, 0, 1, 0, 0, 0, 0));
    Publication publication = new Publication(known.path(), expected(known), new Target.Nothing());
    return new LogRecord.Switched(publication, Optional.empty(), news.origin());
  }

  /** What a path without local changes has on disk. */
  static Expected expected(PathEntry clean) {
    return clean.state() == PathState.PLACEHOLDER
        ? new Expected.Placeholder()
        : new Expected.Content(clean.hash().orElseThrow(), clean.memo());
  }
}
