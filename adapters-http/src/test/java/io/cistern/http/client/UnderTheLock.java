package io.cistern.http.client;

import io.cistern.application.commit.Commits;
import io.cistern.application.port.CommitLog;
import io.cistern.application.port.HeldLock;
import io.cistern.application.port.HeldPass;
import io.cistern.application.port.MirrorLock;
import io.cistern.application.port.NoticeBoard;
import io.cistern.domain.time.Deadline;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Runs something where {@link Commits} holds the mirror lock: in its report of a recovery. */
final class UnderTheLock {
  private UnderTheLock() {}

  static void run(Runnable action) {
    CommitLog log = (CommitLog) Proxy.newProxyInstance(
        CommitLog.class.getClassLoader(), new Class<?>[]{CommitLog.class},
        (proxy, method, arguments) -> switch (method.getName()) {
          case "catchUp" -> new CommitLog.CaughtUp(false, List.of("a torn tail"));
          case "unretired" -> List.of();
          default -> throw new UnsupportedOperationException(method.getName());
        });
    new Commits(
        new OpenLock(), log, null, null, null, InstantSource.system(), Duration.ofSeconds(1), recovery -> action.run())
        .catchUp();
  }

  /** A lock that nobody else wants. */
  private static final class OpenLock implements MirrorLock {
    @Override
    public Optional<HeldLock> acquire(Deadline deadline) {
      return Optional.of(new HeldLock() {
        @Override
        public void ensureValid() {}

        @Override
        public void close() {}
      });
    }

    @Override
    public Optional<HeldPass> tryPass(Pass pass) {
      return Optional.empty();
    }

    @Override
    public Optional<String> holder() {
      return Optional.empty();
    }

    @Override
    public Optional<String> holder(Pass pass) {
      return Optional.empty();
    }

    @Override
    public NoticeBoard notices() {
      throw new UnsupportedOperationException("nothing is said here");
    }
  }
}
