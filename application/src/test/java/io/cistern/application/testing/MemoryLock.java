package io.cistern.application.testing;

import io.cistern.application.port.HeldLock;
import io.cistern.application.port.HeldPass;
import io.cistern.application.port.MirrorLock;
import io.cistern.application.port.NoticeBoard;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.failure.Invariant;
import io.cistern.domain.time.Deadline;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/** The locks of a mirror in memory, shared by all its processes. A held one is refused at once: no time passes here. */
final class MemoryLock implements MirrorLock {
  private final MemoryState state;
  private final Shared shared;
  private final String process;

  MemoryLock(MemoryState state, Shared shared, String process) {
    this.state = state;
    this.shared = shared;
    this.process = process;
  }

  /** Who holds what, for all processes. */
  static final class Shared {
    private final Map<Pass, String> passes = new ConcurrentHashMap<>();
    private final MemoryNotices.Shared notices = new MemoryNotices.Shared();
    private Optional<String> writer = Optional.empty();
  }

  @Override
  public Optional<HeldLock> acquire(Deadline deadline) {
    synchronized (state) {
      Invariant.check(
          state.holder().filter(thread -> thread == Thread.currentThread()).isEmpty(),
          "the mirror lock is not taken twice by one thread");
      if (shared.writer.isPresent()) {
        return Optional.empty();
      }
      state.holder(Optional.of(Thread.currentThread()));
      shared.writer = Optional.of(process);
      return Optional.of(new Held());
    }
  }

  @Override
  public Optional<HeldPass> tryPass(Pass pass) {
    synchronized (state) {
      Invariant.check(
          state.holder().filter(thread -> thread == Thread.currentThread()).isEmpty(),
          "a pass is taken before the mirror lock");
    }
    if (shared.passes.putIfAbsent(pass, process) != null) {
      return Optional.empty();
    }
    AtomicBoolean open = new AtomicBoolean(true);
    return Optional.of(() -> {
      if (open.getAndSet(false)) {
        shared.passes.remove(pass);
      }
    });
  }

  /** The process has died: the system lets go of what it held. */
  void died() {
    shared.passes.values().removeIf(process::equals);
  }

  @Override
  public Optional<String> holder() {
    synchronized (state) {
      return shared.writer;
    }
  }

  @Override
  public Optional<String> holder(Pass pass) {
    return Optional.ofNullable(shared.passes.get(pass));
  }

  @Override
  public NoticeBoard notices() {
    return new MemoryNotices(shared.notices, process);
  }

  private final class Held implements HeldLock {
    private boolean open = true;

    @Override
    public void ensureValid() {
      synchronized (state) {
        if (!open) {
          throw new CisternException(new Failure.LocalIo("lock", "the mirror lock is no longer held"));
        }
      }
    }

    @Override
    public void close() {
      synchronized (state) {
        if (open) {
          open = false;
          state.holder(Optional.empty());
          shared.writer = Optional.empty();
        }
      }
    }
  }
}
