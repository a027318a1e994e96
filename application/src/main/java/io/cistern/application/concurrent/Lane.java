package io.cistern.application.concurrent;

import io.cistern.application.commit.Commits;
import io.cistern.domain.failure.Invariant;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A bounded number of tasks at a time, on daemon threads of its own. They are platform threads: file calls are native
 * and would pin a virtual thread's carrier, and a daemon never keeps a program alive that wants to end.
 *
 * <p>Nothing is ever queued: whoever starts a task waits for a place first. Refuses to start under the mirror lock
 * (invariant I8). Safe for use by many threads.
 */
public final class Lane implements AutoCloseable {
  private final Semaphore places;
  private final int width;
  private final ExecutorService threads;
  private final AtomicReference<Optional<Throwable>> firstError = new AtomicReference<>(Optional.empty());

  /**
   * Starts no thread yet.
   *
   * @param name what its threads are called
   * @param width tasks at a time, at least 1
   */
  public Lane(String name, int width) {
    this.width = Math.max(1, width);
    this.places = new Semaphore(this.width, true);
    this.threads = Executors.newCachedThreadPool(daemons(name));
  }

  /** Waits for a place, then runs the task on a thread of the lane. An error it throws is kept for {@link #close}. */
  public void start(Runnable task) {
    Invariant.check(!Commits.heldHere(), "I8: no thread is started under the mirror lock");
    places.acquireUninterruptibly();
    launch(task);
  }

  /** Like {@link #start}, but answers false instead of waiting when no place is free. */
  public boolean tryStart(Runnable task) {
    Invariant.check(!Commits.heldHere(), "I8: no thread is started under the mirror lock");
    boolean free = places.tryAcquire();
    if (free) {
      launch(task);
    }
    return free;
  }

  /**
   * Waits for the tasks that run, ends the threads, and throws the first error a task threw, the others suppressed in
   * it. Tasks have deadlines of their own, so this ends.
   */
  @Override
  public void close() {
    places.acquireUninterruptibly(width);
    places.release(width);
    threads.shutdown();
    rethrow(firstError.getAndSet(Optional.empty()));
  }

  private void launch(Runnable task) {
    boolean launched = false;
    try {
      threads.execute(() -> run(task));
      launched = true;
    } finally {
      if (!launched) {
        places.release();
      }
    }
  }

  private void run(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException | Error thrown) {
      keep(thrown);
    } finally {
      places.release();
    }
  }

  private void keep(Throwable thrown) {
    Optional<Throwable> first = firstError.updateAndGet(known -> known.isPresent() ? known : Optional.of(thrown));
    first.filter(other -> other != thrown).ifPresent(other -> other.addSuppressed(thrown));
  }

  private static void rethrow(Optional<Throwable> thrown) {
    if (thrown.isEmpty()) {
      return;
    }
    if (thrown.get() instanceof Error error) {
      throw error;
    }
    throw (RuntimeException) thrown.get();
  }

  private static ThreadFactory daemons(String name) {
    AtomicInteger count = new AtomicInteger();
    return task -> Thread.ofPlatform().daemon().name(name + "-" + count.incrementAndGet()).unstarted(task);
  }
}
