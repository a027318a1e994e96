package io.cistern.application.clone;

import io.cistern.application.fetch.Fetcher;
import io.cistern.application.fetch.Filling;
import io.cistern.application.port.Manifest;
import io.cistern.application.port.MirrorIdentity;
import io.cistern.application.port.RemoteWorkspace;
import jakarta.inject.Inject;

/**
 * Lists a workspace, page by page, each page one group with the progress it stands for (invariant I2), so that a walk
 * that was cut goes on with the page it was at. Where content is wanted, files are read while the listing goes on.
 */
public final class TreePull {
  private final RemoteWorkspace remote;
  private final Manifest manifest;
  private final MirrorIdentity identity;
  private final NewsDesk news;
  private final Fetcher fetcher;
  private final Filling filling;

  /** Keeps these. */
  @Inject
  public TreePull(
      RemoteWorkspace remote, Manifest manifest, MirrorIdentity identity, NewsDesk news, Fetcher fetcher,
      Filling filling) {
    this.remote = remote;
    this.manifest = manifest;
    this.identity = identity;
    this.news = news;
    this.fetcher = fetcher;
    this.filling = filling;
  }

  /** Lists whatever is still to be listed, and reads what came with it. */
  void walk(CloneRun run) {
    PageDesk pages = new PageDesk(manifest, identity, news, run);
    Lister lister = new Lister(remote, run);
    FileReads reads = new FileReads(fetcher, filling, manifest, run);
    WalkLoop loop = new WalkLoop(manifest, pages, lister, reads, run);
    try (lister; reads) {
      loop.run();
    } finally {
      loop.keepWhatArrived();
    }
  }
}
