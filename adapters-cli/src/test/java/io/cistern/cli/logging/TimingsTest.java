package io.cistern.cli.logging;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.application.commit.Commits;
import io.cistern.application.commit.Timings;
import io.cistern.application.concurrent.StopSignal;
import io.cistern.application.mutate.ChangeParts;
import io.cistern.application.mutate.add.AddFiles;
import io.cistern.application.mutate.add.AddRequest;
import io.cistern.application.mutate.add.AddRoot;
import io.cistern.application.mutate.add.AddSettings;
import io.cistern.application.port.Progress;
import io.cistern.application.testing.InMemoryMirror;
import io.cistern.application.testing.ManualClock;
import io.cistern.application.testing.ManualPauses;
import io.cistern.application.testing.MemorySource;
import io.cistern.application.testing.MemorySpool;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.event.Level;

/** What {@code add} tells, at the level of debugging, of how long its stages took; and what that costs when it is off. */
final class TimingsTest {
  private final ManualClock clock = new ManualClock();
  private final WatchedClock watched = new WatchedClock();
  private final List<String> lines = Collections.synchronizedList(new ArrayList<>());

  /** Counts who asks for the time in order to measure. */
  private final class WatchedClock implements InstantSource {
    private static final StackWalker CALLERS = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

    private final AtomicInteger measurings = new AtomicInteger();

    @Override
    public Instant instant() {
      if (CALLERS.getCallerClass().equals(Timings.class)) {
        measurings.incrementAndGet();
        clock.advance(Duration.ofMillis(1));
      }
      return clock.instant();
    }
  }

  @AfterEach
  void silence() {
    logFrom(Level.ERROR);
  }

  @Test
  void nothingIsMeasuredWhenNobodyListens() {
    logFrom(Level.INFO);

    addOneFile();

    assertThat(watched.measurings).hasValue(0);
    assertThat(lines).isEmpty();
  }

  @Test
  void eachStageOfAnAddIsTold() {
    logFrom(Level.DEBUG);

    addOneFile();

    assertThat(lines).containsExactly(
        "lock_wait 1000 µs (the mirror lock)", // catches up before anything is looked at
        "prefilter 1000 µs (/a.txt)",
        "prepare 1000 µs (/a.txt)",
        "lock_wait 1000 µs (the mirror lock)",
        "commit 1000 µs (1)",
        "publish 1000 µs (1)",
        "retire 1000 µs (1)");
    assertThat(watched.measurings).hasValue(2 * lines.size());
  }

  private void addOneFile() {
    InMemoryMirror mirror = new InMemoryMirror(clock);
    Commits commits = new Commits(
        mirror.lock(), mirror.log(), mirror.manifest(), mirror.staging(), mirror.tree(), watched,
        Duration.ofSeconds(10), _ -> {});
    ChangeParts parts = new ChangeParts(
        mirror.manifest(), InMemoryMirror.identity(), mirror.tree(), mirror.staging(), new MemorySpool(), watched,
        new ManualPauses(clock));
    MemorySource source = new MemorySource(clock).file("a.txt", "text");
    AddRequest request = AddRequest.of(List.of(new AddRoot(source, "", "", false)));

    long added = new AddFiles(commits, parts, new AddSettings(2))
        .add(request, _ -> {}, Progress.silent(), new StopSignal()).added();

    assertThat(added).isEqualTo(1);
    assertThat(mirror.visible("/a.txt")).contains("text");
  }

  private void logFrom(Level level) {
    Logging.start(new LogSink(
        level, false, clock, line -> lines.add(line.substring(line.indexOf(" Timings ") + " Timings ".length()))));
  }
}
