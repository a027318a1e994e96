package io.cistern.application.inspect;

import io.cistern.application.commit.Change;
import io.cistern.application.commit.CommitResult;
import io.cistern.application.commit.Commits;
import io.cistern.application.concurrent.StopSignal;
import io.cistern.application.port.Manifest;
import io.cistern.application.port.MirrorReader;
import io.cistern.application.port.Progress;
import io.cistern.application.port.WorkingTree;
import io.cistern.domain.manifest.PathEntry;
import io.cistern.domain.manifest.PathState;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * What a person did to the files that are here. Looks at every path that is no placeholder, hashes only what looks
 * different from what was remembered, and writes down what it finds, so that whatever comes from the remote afterwards
 * meets a recorded edit. A missing file is remembered as missing, and never taken for a removal.
 */
public final class LocalChanges {
  private final MirrorReader reader;
  private final Commits commits;
  private final WorkingTree tree;

  /** Keeps these. */
  @Inject
  public LocalChanges(MirrorReader reader, Commits commits, WorkingTree tree) {
    this.reader = reader;
    this.commits = commits;
    this.tree = tree;
  }

  /** A path that is not as the remote has it because of what happened here. */
  public record LocalChange(String name, Kind kind) {}

  /** What happened to it. */
  public enum Kind {
    MODIFIED("changed here"),
    ADDED("added here"),
    REMOVED("removed here"),
    MISSING("missing here, without a recorded removal"),
    CONFLICT("in conflict");

    private final String text;

    Kind(String text) {
      this.text = text;
    }

    /** A few words for people. */
    public String text() {
      return text;
    }
  }

  /**
   * Looks, and writes down what it finds.
   *
   * @return how many findings were written down
   * @throws io.cistern.domain.failure.CisternException {@code MirrorDamaged} when the mirror does not read back, {@code
   *     Interrupted} between two files
   */
  public long record(Progress progress, StopSignal stop) {
    return record("/", progress, stop);
  }

  /**
   * Looks also for what the manifest does not know: new files, files that are back, placeholders that were written to.
   * Walks over all that is visible below a name.
   *
   * @param name a file or a directory, {@code "/"} for all
   * @return how many findings were written down
   */
  public long recordAll(String name, Progress progress, StopSignal stop) {
    long known = record(name, progress, stop);
    List<Change> waiting = new ArrayList<>();
    long[] recorded = {known};
    new VisibleFiles(tree, reader.read().manifest()).find(name, stop, change -> {
      waiting.add(change);
      if (waiting.size() >= FindingNote.BATCH) {
        recorded[0] += written(waiting);
      }
    });
    return recorded[0] + written(waiting);
  }

  private long written(List<Change> waiting) {
    long done = commits.commitAll(waiting).stream().filter(CommitResult.Done.class::isInstance).count();
    waiting.clear();
    return done;
  }

  private static boolean concerns(String path, String name) {
    return name.equals("/") || path.equals(name) || path.startsWith(name + "/");
  }

  private long record(String name, Progress progress, StopSignal stop) {
    commits.catchUp();
    Manifest manifest = reader.read().manifest();
    Examination examination = Examination.ofLooks(tree, manifest);
    Iterator<PathEntry> entries = manifest.withoutPlaceholders(name.equals("/") ? "" : name);
    List<Examination.Result> waiting = new ArrayList<>();
    long recorded = 0;
    for (long looked = 1; entries.hasNext(); looked++) {
      stop.check();
      PathEntry entry = entries.next();
      Examination.Result result = concerns(entry.name(), name) ? examination.of(entry) : Examination.Result.FINE;
      if (result.note().isPresent()) {
        waiting.add(result);
      }
      progress.report("local files", looked, 0, OptionalLong.empty());
      if (waiting.size() >= FindingNote.BATCH) {
        recorded += FindingNote.writeAll(waiting, commits);
        waiting.clear();
      }
    }
    return recorded + FindingNote.writeAll(waiting, commits);
  }

  /** Lists what is written down, in byte order; takes no lock. Returns how many there are. */
  public long list(Consumer<LocalChange> sink) {
    return list("/", sink);
  }

  /** Lists what is written down of a path and of those below it. */
  public long list(String name, Consumer<LocalChange> sink) {
    Iterator<PathEntry> entries = reader.read().manifest().withoutPlaceholders(name.equals("/") ? "" : name);
    long count = 0;
    while (entries.hasNext()) {
      PathEntry entry = entries.next();
      Optional<Kind> kind = kind(entry);
      if (kind.isPresent() && concerns(entry.name(), name)) {
        count++;
        sink.accept(new LocalChange(entry.name(), kind.get()));
      }
    }
    return count;
  }

  private static Optional<Kind> kind(PathEntry entry) {
    if (entry.state() == PathState.CONFLICT) {
      return Optional.of(Kind.CONFLICT);
    }
    if (Examination.saysMissing(entry)) {
      return Optional.of(Kind.MISSING);
    }
    return switch (entry.state()) {
      case MODIFIED -> Optional.of(Kind.MODIFIED);
      case ADDED -> Optional.of(Kind.ADDED);
      case REMOVED -> Optional.of(Kind.REMOVED);
      case PLACEHOLDER, HYDRATED, CONFLICT, QUARANTINED -> Optional.empty();
    };
  }
}
