package io.cistern.application.clone;

import io.cistern.application.fetch.Fetched;
import io.cistern.application.fetch.Fetcher;
import io.cistern.application.port.Manifest;
import io.cistern.application.port.RemoteContent;
import io.cistern.domain.bootstrap.BootstrapStep;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.journal.LogRecord;
import io.cistern.domain.journal.Origin;
import io.cistern.domain.manifest.PathState;
import io.cistern.domain.sync.NamePolicy;
import io.cistern.domain.sync.RemoteFact;
import io.cistern.domain.sync.SyncPolicy.Basis;
import io.cistern.domain.time.Patience;
import io.cistern.domain.workspace.Utf8Order;
import java.io.IOException;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Stages the files of an export as they come, and commits them with the names they stand for. Of a file whose bytes do not
 * have the announced hash nothing is believed, because either may be the wrong one. Receiving and committing may happen
 * on two threads, one each.
 */
final class ExportDesk {
  /** What is committed together at most; a slow stream commits one file at a time. */
  static final int BATCH = 32;

  private final Manifest manifest;
  private final NewsDesk news;
  private final Fetcher fetcher;
  private final CloneRun run;
  private long files;
  private long broken;
  private Optional<String> last = Optional.empty();

  ExportDesk(Manifest manifest, NewsDesk news, Fetcher fetcher, CloneRun run) {
    this.manifest = manifest;
    this.news = news;
    this.fetcher = fetcher;
    this.run = run;
  }

  /** How many files are committed; a name that comes again, or out of order, does not count twice. */
  long files() {
    return files;
  }

  /** How many files came with bytes that are not what was announced. */
  long broken() {
    return broken;
  }

  /**
   * A file of an export.
   *
   * @param content staged; empty where the name cannot be held or is not wanted unasked
   * @param broken whether the bytes are not what was announced
   */
  record Exported(RemoteFact.Present fact, Optional<Fetched.Ready> content, boolean broken) {}

  /** Stages one file. */
  Exported received(RemoteContent content, Patience patience) {
    run.checkpoint();
    RemoteFact.Present fact = new RemoteFact.Present(
        content.name(), Optional.of(content.revision()), content.announcedHash(), 0, content.editedAt());
    boolean wanted = NamePolicy.fitsAlone(fact.name()) && !fact.name().startsWith(FileReads.RESERVED);
    try {
      Optional<Fetched.Ready> ready = wanted
          ? fetcher.take(content, patience, run.stop(), run.settings().guard())
          : Optional.empty();
      return new Exported(fact, ready, wanted && ready.isEmpty());
    } catch (CisternException refused) {
      if (!(refused.failure() instanceof Failure.QuotaReached || refused.failure() instanceof Failure.Guarded)) {
        throw refused;
      }
      passOver(content); // the pass that follows names the reason
      return new Exported(fact, Optional.empty(), false);
    }
  }

  /** The next file comes after this one's bytes, also where there is no room for them. */
  private static void passOver(RemoteContent content) {
    try {
      content.body().transferTo(OutputStream.nullOutputStream());
    } catch (IOException broken) {
      throw broken.getCause() instanceof CisternException told ? told
          : new CisternException(new Failure.Remote(
              Failure.RemoteCode.REMOTE_UNAVAILABLE, Optional.empty(), "the export broke off", Optional.empty()),
              broken);
    }
  }

  /** Commits these; answers whether there was anything to commit. */
  boolean commit(List<Exported> received) {
    List<Exported> batch = received.stream().filter(file -> !file.broken()).toList();
    broken += received.size() - batch.size();
    if (batch.isEmpty()) {
      return false;
    }
    Map<String, Fetched> content = new HashMap<>();
    Map<String, RemoteFact> facts = new LinkedHashMap<>();
    for (Exported file : batch) {
      facts.put(file.fact().name(), file.fact());
      file.content().ifPresent(ready -> content.put(file.fact().name(), ready));
    }
    BootstrapStep step = new BootstrapStep.Filled(batch.getLast().fact().name(), run.clock().instant());
    run.counted(news.apply(
        new News(
            List.copyOf(facts.values()), changed -> List.of(new LogRecord.BootstrapMoved(step)), Basis.REVISION,
            Origin.CLONE),
        content, run));
    batch.stream().map(Exported::content).flatMap(Optional::stream).forEach(this::settle);
    facts.keySet().forEach(this::count);
    run.reportFiles(files, OptionalLong.empty());
    return true;
  }

  private void settle(Fetched.Ready ready) {
    boolean here = manifest.find(ready.after().name())
        .filter(entry -> entry.state() == PathState.HYDRATED && entry.hash().equals(ready.after().hash()))
        .isPresent();
    if (here) {
      run.filled(new FilledFile(ready.after().path(), ready.staged().size()));
    }
  }

  private void count(String name) {
    if (last.isEmpty() || Utf8Order.COMPARATOR.compare(name, last.get()) > 0) {
      files++;
      last = Optional.of(name);
    }
  }
}
