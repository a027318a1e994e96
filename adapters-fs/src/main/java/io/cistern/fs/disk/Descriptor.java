package io.cistern.fs.disk;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * An open file descriptor that is closed when its owner has closed it and the last use of it has ended; so its number
 * never means another file to a thread that is still inside a call. Safe for use by many threads.
 */
final class Descriptor implements AutoCloseable {
  /** The owner counts as one use. */
  private final AtomicInteger uses = new AtomicInteger(1);

  private final AtomicInteger owner = new AtomicInteger(1);
  private final Libc libc;
  private final int number;

  Descriptor(Libc libc, int number) {
    this.libc = libc;
    this.number = number;
  }

  /**
   * Keeps it open until {@link #end}; the number.
   *
   * @throws DiskException of kind OTHER when it is closed
   */
  int begin(String step, String name) throws DiskException {
    int now;
    do {
      now = uses.get();
      if (now == 0 || owner.get() == 0) {
        throw new DiskException(DiskException.Kind.OTHER, step, name, "closed");
      }
    } while (!uses.compareAndSet(now, now + 1));
    return number;
  }

  void end() {
    if (uses.decrementAndGet() == 0) {
      libc.close(number);
    }
  }

  @Override
  public void close() {
    if (owner.getAndSet(0) == 1) {
      end();
    }
  }
}
