package io.cistern.it.bootstrap;

import io.cistern.application.port.RemoteContent;
import io.cistern.application.port.RemoteWorkspace;
import io.cistern.domain.time.Patience;
import io.cistern.domain.workspace.ContentHash;
import io.cistern.domain.workspace.EventCursor;
import io.cistern.domain.workspace.Revision;
import io.cistern.domain.workspace.TreeCursor;
import io.cistern.domain.workspace.WorkspacePath;
import java.io.InputStream;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Counts the questions that somebody still waits for, or whose answer is still being read. */
final class CountingRemote implements RemoteWorkspace {
  private final RemoteWorkspace remote;
  private final AtomicInteger underWay = new AtomicInteger();
  private final AtomicInteger most = new AtomicInteger();

  CountingRemote(RemoteWorkspace remote) {
    this.remote = remote;
  }

  int underWay() {
    return underWay.get();
  }

  /** How many there were at once. */
  int most() {
    return most.get();
  }

  @Override
  public Feed tip(Patience patience) {
    return counted(() -> remote.tip(patience));
  }

  @Override
  public Listing tree(String directory, int depth, Optional<TreeCursor> from, Patience patience) {
    return counted(() -> remote.tree(directory, depth, from, patience));
  }

  @Override
  public ReadOutcome read(WorkspacePath path, Lane lane, Patience patience) {
    begin();
    boolean handedOn = false;
    try {
      ReadOutcome outcome = remote.read(path, lane, patience);
      if (outcome instanceof ReadOutcome.Received(RemoteContent content)) {
        handedOn = true;
        return new ReadOutcome.Received(new Counted(content));
      }
      return outcome;
    } finally {
      if (!handedOn) {
        underWay.decrementAndGet();
      }
    }
  }

  @Override
  public ExportOutcome export(String directory, Consumer<RemoteContent> sink, Patience patience) {
    return counted(() -> remote.export(directory, sink, patience));
  }

  @Override
  public Events events(EventCursor since, int limit, Patience patience) {
    return counted(() -> remote.events(since, limit, patience));
  }

  @Override
  public boolean healthy(Patience patience) {
    return counted(() -> remote.healthy(patience));
  }

  @Override
  public void close() {
    remote.close();
  }

  private <T> T counted(Supplier<T> question) {
    begin();
    try {
      return question.get();
    } finally {
      underWay.decrementAndGet();
    }
  }

  private void begin() {
    int now = underWay.incrementAndGet();
    most.accumulateAndGet(now, Math::max);
  }

  /** Content that is under way until it is closed. */
  private final class Counted implements RemoteContent {
    private final RemoteContent content;

    private Counted(RemoteContent content) {
      this.content = content;
    }

    @Override
    public String name() {
      return content.name();
    }

    @Override
    public Revision revision() {
      return content.revision();
    }

    @Override
    public Optional<ContentHash> announcedHash() {
      return content.announcedHash();
    }

    @Override
    public Optional<Instant> editedAt() {
      return content.editedAt();
    }

    @Override
    public InputStream body() {
      return content.body();
    }

    @Override
    public void close() {
      content.close();
      underWay.decrementAndGet();
    }
  }
}
