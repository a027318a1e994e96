package io.cistern.fs.workspace;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.cistern.application.port.WorkspaceStore.Skipped;
import io.cistern.domain.workspace.WorkspacePath;
import io.cistern.fs.disk.Disk;
import io.cistern.fs.disk.DiskException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Walks the served directory from time to time, one thread at a time. Lock order: {@code looking}, then the store's
 * {@code writing}.
 */
final class Lookout implements AutoCloseable {
  /** A listing may be this old; a poll once a second shall not walk a small tree more often. */
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

  /** Walking takes at most a fifth of the time, however large the tree. */
  private static final int REST_PER_LOOK = 4;

  /** Paths whose hashes are taken over together; also bounds the queue of the threads that hash. */
  private static final int HASH_BATCH = 512;

  /** Hashing is bound by the processor, and serving goes on beside it. */
  private static final int MAX_THREADS = 4;

  private static final long IDLE_SECONDS = 10;

  private final Disk served;
  private final Ledger ledger;
  private final Noticer noticer;
  private final ReentrantLock writing;
  private final InstantSource clock;
  private final ThreadPoolExecutor hashing;
  private final ReentrantLock looking = new ReentrantLock();
  private volatile Instant lookAgain = Instant.MIN;
  private volatile List<Skipped> skipped = List.of();

  Lookout(Disk served, Ledger ledger, Noticer noticer, ReentrantLock writing, InstantSource clock) {
    this.served = served;
    this.ledger = ledger;
    this.noticer = noticer;
    this.writing = writing;
    this.clock = clock;
    int threads = Math.clamp(Runtime.getRuntime().availableProcessors(), 1, MAX_THREADS);
    this.hashing = new ThreadPoolExecutor(threads, threads, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(),
        Thread.ofPlatform().daemon().name("cistern-hash-", 0).factory());
    this.hashing.allowCoreThreadTimeOut(true);
  }

  /** Walks, unless somebody did a moment ago; whoever comes during a walk waits for its end. */
  void refresh() {
    if (isFresh()) {
      return;
    }
    looking.lock();
    try {
      if (!isFresh()) {
        Instant began = clock.instant();
        look(began);
        Duration took = Duration.between(began, clock.instant()).multipliedBy(REST_PER_LOOK);
        lookAgain = clock.instant().plus(took.compareTo(LOOK_AGAIN) > 0 ? took : LOOK_AGAIN);
      }
    } catch (DiskException e) {
      throw DirectoryWorkspaceStore.failure(e);
    } finally {
      looking.unlock();
    }
  }

  private boolean isFresh() {
    return clock.instant().isBefore(lookAgain);
  }

  @GuardedBy("looking")
  private void look(Instant began) throws DiskException {
    DirectoryScan scan = new DirectoryScan(served, ledger.files(), Noticer.nanos(began));
    scan.walk();
    List<Skipped> left = new ArrayList<>(scan.skipped());
    List<WorkspacePath> missing = scan.missing();
    for (int from = 0; from < missing.size(); from += HASH_BATCH) {
      absorb(missing.subList(from, Math.min(from + HASH_BATCH, missing.size()))
          .stream().<Noticer.Sight>map(Noticer.Sight.Gone::new)
          .toList());
    }
    List<WorkspacePath> suspects = scan.suspects();
    for (int from = 0; from < suspects.size(); from += HASH_BATCH) {
      List<Noticer.Sight> sights = hashed(suspects.subList(from, Math.min(from + HASH_BATCH, suspects.size())));
      absorb(sights);
      for (Noticer.Sight sight : sights) {
        if (sight instanceof Noticer.Sight.Closed(WorkspacePath path, String why)) {
          left.add(new Skipped(path.relative(), why));
        }
      }
    }
    skipped = List.copyOf(left);
  }

  /** All of them, in order, hashed by several threads. */
  private List<Noticer.Sight> hashed(List<WorkspacePath> paths) {
    List<CompletableFuture<Noticer.Sight>> flights = paths.stream()
        .map(path -> CompletableFuture.supplyAsync(() -> sight(path), hashing))
        .toList();
    try {
      return flights.stream().map(CompletableFuture::join).toList();
    } catch (CompletionException e) {
      switch (e.getCause()) {
        case RuntimeException cause -> throw cause;
        case Error cause -> throw cause;
        case null, default -> throw e;
      }
    }
  }

  private Noticer.Sight sight(WorkspacePath path) {
    try {
      return noticer.look(path);
    } catch (DiskException e) {
      throw DirectoryWorkspaceStore.failure(e);
    }
  }

  void absorb(List<Noticer.Sight> sights) throws DiskException {
    writing.lock();
    try {
      noticer.absorb(sights);
    } finally {
      writing.unlock();
    }
  }

  List<Skipped> skipped() {
    return skipped;
  }

  /** Ends the threads that hash, once they have finished what they are at. */
  @Override
  public void close() {
    hashing.shutdown();
  }
}
