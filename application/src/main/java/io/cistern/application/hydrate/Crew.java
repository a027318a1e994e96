package io.cistern.application.hydrate;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.cistern.application.concurrent.Lane;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The workers of a pass. A few tasks wait beside them, so that whoever has fetched one begins the next at once, whatever
 * the pass's own thread is busy with. Handing over and taking back is for the pass's thread; closing waits for those at
 * work.
 *
 * @param <T> what is worked on
 */
final class Crew<T> implements AutoCloseable {
  private final Lane lane;
  private final int width;
  private final Consumer<T> work;

  @GuardedBy("this")
  private final Deque<T> waiting = new ArrayDeque<>();

  @GuardedBy("this")
  private int working;

  /** @param work done for each task on a worker's thread; what it throws is thrown by {@link #close} */
  Crew(String name, int width, Consumer<T> work) {
    this.lane = new Lane(name, width);
    this.width = width;
    this.work = work;
  }

  /** Begins a task, or has it wait for the next worker that is free. */
  void hand(T task) {
    synchronized (this) {
      if (working >= width) {
        waiting.addLast(task);
        return;
      }
      working++;
    }
    lane.start(() -> workFrom(task));
  }

  /** What no worker has begun yet; nobody will now. */
  synchronized List<T> takeBack() {
    List<T> left = new ArrayList<>(waiting);
    waiting.clear();
    return left;
  }

  @Override
  public void close() {
    takeBack();
    lane.close();
  }

  /** Goes on after an error, which the lane keeps: whoever handed a task over counts on its being begun or taken back. */
  private void workFrom(T first) {
    Optional<Throwable> broken = Optional.empty();
    for (Optional<T> next = Optional.of(first); next.isPresent(); next = nextOrLeave()) {
      try {
        work.accept(next.get());
      } catch (RuntimeException | Error thrown) {
        broken = broken.isPresent() ? broken : Optional.of(thrown);
      }
    }
    if (broken.isPresent() && broken.get() instanceof Error error) {
      throw error;
    } else if (broken.isPresent()) {
      throw (RuntimeException) broken.get();
    }
  }

  private synchronized Optional<T> nextOrLeave() {
    if (waiting.isEmpty()) {
      working--;
      return Optional.empty();
    }
    return Optional.of(waiting.removeFirst());
  }
}
