package io.cistern.application.clone;

import io.cistern.application.concurrent.Lane;
import io.cistern.application.concurrent.Mailbox;
import io.cistern.application.fetch.Fetched;
import io.cistern.application.fetch.Fetcher;
import io.cistern.application.port.Manifest;
import io.cistern.application.port.MirrorIdentity;
import io.cistern.application.port.RemoteWorkspace;
import io.cistern.application.port.RemoteWorkspace.ExportOutcome;
import io.cistern.application.port.RemoteWorkspace.Listing;
import io.cistern.domain.bootstrap.BootstrapPolicy;
import io.cistern.domain.bootstrap.BootstrapStep;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.failure.Failure.RemoteCode;
import io.cistern.domain.workspace.TreePage;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Takes a whole workspace as one stream: each file is committed as it arrives, so an export that breaks leaves what it has
 * brought. While one thread receives, another one commits whatever has arrived.
 */
public final class ExportPull {
  private final RemoteWorkspace remote;
  private final Manifest manifest;
  private final MirrorIdentity identity;
  private final NewsDesk news;
  private final Fetcher fetcher;

  /** Keeps these. */
  @Inject
  public ExportPull(
      RemoteWorkspace remote, Manifest manifest, MirrorIdentity identity, NewsDesk news, Fetcher fetcher) {
    this.remote = remote;
    this.manifest = manifest;
    this.identity = identity;
    this.news = news;
    this.fetcher = fetcher;
  }

  /** Asks for the export and takes what it brings; how it ended is a step in the log. */
  void pull(CloneRun run) {
    news.apply(News.of(new BootstrapStep.ExportBegan()), run);
    ExportDesk desk = new ExportDesk(manifest, news, fetcher, run);
    try {
      ExportOutcome outcome = run.settings().parallelism() == 1 ? inTurn(desk, run) : sideBySide(desk, run);
      switch (outcome) {
        case ExportOutcome.Finished(long _) when desk.broken() > 0 ->
          leave(desk.broken() + " files came with bytes that do not have the announced hash", run);
        case ExportOutcome.Finished(long _) ->
          news.apply(News.of(new BootstrapStep.ExportDelivered(desk.files())), run);
        case ExportOutcome.FellThrough(String reason) -> leave(reason, run);
      }
    } catch (CisternException failed) {
      run.checkpoint();
      judge(failed, desk.files(), run);
    }
  }

  /** Goes on with the tree. */
  void leave(String reason, CloneRun run) {
    news.apply(News.of(new BootstrapStep.ExportLeft(reason)), run);
  }

  /**
   * Asks the tree, with one request, whether an export can be believed; what it brought stays either way.
   *
   * @param files it brought
   */
  void judge(long files, CloneRun run) {
    long tracked = manifest.counts().total();
    if (!(remote.tree(identity.root(), 1, Optional.empty(), run.patience()) instanceof Listing.Page(TreePage page))) {
      throw new CisternException(new Failure.Remote(
          RemoteCode.REMOTE_BROKEN_ANSWER, Optional.of(identity.root()), "the tree has no first page",
          Optional.empty()));
    }
    Optional<String> reason = BootstrapPolicy.disbelief(files, tracked, page.totalFiles(), page.entries().isEmpty());
    if (reason.isPresent()) {
      leave(reason.get(), run);
    } else {
      news.apply(News.listed(manifest.bootstrap()), run);
    }
  }

  /** A stalled export is left; another failure stays visible, and an export that has moved is not begun anew for it. */
  private void judge(CisternException failed, long files, CloneRun run) {
    if (failed.failure() instanceof Failure.Remote(RemoteCode code, var _, String message, var _)) {
      if (code == RemoteCode.REMOTE_TIMEOUT) {
        leave("no file came for " + run.settings().times().export().toSeconds() + " s", run);
        return;
      }
      news.apply(
          News.of(files == 0 ? new BootstrapStep.ExportRefused() : new BootstrapStep.ExportLeft(message)), run);
    }
    throw failed;
  }

  private ExportOutcome inTurn(ExportDesk desk, CloneRun run) {
    ExportPatience patience = new ExportPatience(run);
    return remote.export(
        identity.root(),
        content -> {
          if (desk.commit(List.of(desk.received(content, patience)))) {
            patience.committed();
          }
        },
        patience);
  }

  private ExportOutcome sideBySide(ExportDesk desk, CloneRun run) {
    ExportPatience patience = new ExportPatience(run);
    Mailbox<Arrived> arrived = new Mailbox<>(ExportDesk.BATCH);
    try (Lane lane = new Lane("export", 1)) {
      try {
        lane.start(() -> receive(desk, patience, arrived));
        return commit(desk, patience, arrived, run);
      } finally {
        patience.end();
        arrived.close().forEach(this::discard); // before the lane is, which waits for whoever waits for room
      }
    }
  }

  private ExportOutcome commit(
      ExportDesk desk, ExportPatience patience, Mailbox<Arrived> arrived, CloneRun run) {
    while (true) {
      Arrived next = arrived.take();
      if (next instanceof Arrived.End(ExportOutcome outcome)) {
        return outcome;
      }
      if (next instanceof Arrived.Broken(RuntimeException why)) {
        throw why;
      }
      List<Arrived> batch = new ArrayList<>(List.of(next));
      batch.addAll(arrived.takeWhile(Arrived.File.class::isInstance, ExportDesk.BATCH - 1));
      if (desk.commit(batch.stream().map(one -> ((Arrived.File) one).file()).toList())) {
        patience.committed();
      }
      run.checkpoint();
    }
  }

  private void discard(Arrived left) {
    if (left instanceof Arrived.File(ExportDesk.Exported(var _, Optional<Fetched.Ready> content, var _))) {
      content.ifPresent(fetcher::discard);
    }
  }

  /** Tells an end whatever happens, because whoever commits counts on one. */
  private void receive(ExportDesk desk, ExportPatience patience, Mailbox<Arrived> arrived) {
    Arrived end = new Arrived.Broken(
        new CisternException(new Failure.LocalIo("staging", "receiving the export ended unexpectedly")));
    try {
      end = new Arrived.End(remote.export(
          identity.root(), content -> arrived.put(new Arrived.File(desk.received(content, patience))), patience));
    } catch (RuntimeException broken) {
      end = new Arrived.Broken(broken);
    } finally {
      tell(end, arrived);
    }
  }

  private static void tell(Arrived end, Mailbox<Arrived> arrived) {
    try {
      arrived.put(end);
    } catch (CisternException _) {
      // Nobody waits for it any more.
    }
  }

  /** What the receiving thread hands over. */
  private sealed interface Arrived {
    record File(ExportDesk.Exported file) implements Arrived {}

    record End(ExportOutcome outcome) implements Arrived {}

    record Broken(RuntimeException why) implements Arrived {}
  }
}
