package io.cistern.fs.disk;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Runs calls on channels in threads that nobody interrupts, because an interrupt closes a channel under the call. The
 * caller's own interrupt is kept for it.
 */
final class Uninterrupted {
  private Uninterrupted() {}

  static <T> T call(Callable<T> deed) throws IOException {
    FutureTask<T> task = new FutureTask<>(deed);
    Thread.ofVirtual().name("disk").start(task);
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return task.get();
        } catch (InterruptedException later) {
          interrupted = true;
        } catch (ExecutionException failed) {
          throw unwrap(failed);
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static IOException unwrap(ExecutionException failed) {
    return switch (failed.getCause()) {
      case IOException cause -> cause;
      case Error error -> throw error;
      case RuntimeException unchecked -> throw unchecked;
      case null, default -> new IOException(failed);
    };
  }
}
