package io.cistern.it.benchmark;

import static io.cistern.it.benchmark.CompactionBenchmark.print;

import io.cistern.application.MirrorParts;
import io.cistern.application.commit.Change;
import io.cistern.application.commit.CommitResult;
import io.cistern.application.commit.Commits;
import io.cistern.application.compact.CompactLog;
import io.cistern.application.compact.CompactionPorts;
import io.cistern.application.compact.CompactionSettings;
import io.cistern.application.port.Manifest;
import io.cistern.domain.journal.LogRecord;
import io.cistern.domain.journal.Origin;
import io.cistern.domain.journal.RecordGroup;
import io.cistern.domain.manifest.PathEntry;
import io.cistern.domain.manifest.PathState;
import io.cistern.domain.publish.Expected;
import io.cistern.domain.publish.Publication;
import io.cistern.domain.publish.StagedContent;
import io.cistern.domain.publish.Target;
import io.cistern.domain.time.Deadline;
import io.cistern.domain.workspace.WorkspacePath;
import io.cistern.fs.mirror.FileMirror;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.apache.commons.io.FileUtils;

/** What adding a file costs alone and while a million records are compacted beside it, in turns. */
final class ForegroundBeside {
  private static final int ROUNDS = 5;

  /** Files added alone before and again after each compaction. */
  private static final int ALONE = 50;

  private final LongHistory uncompacted;
  private final Path base;
  private final List<Long> alone = new ArrayList<>();
  private final List<Long> beside = new ArrayList<>();
  private int added;

  ForegroundBeside(LongHistory uncompacted, Path base) {
    this.uncompacted = uncompacted;
    this.base = base;
  }

  void run() throws IOException, InterruptedException {
    for (int round = 0; round < ROUNDS; round++) {
      Path copy = base.resolve("round-" + round);
      round(uncompacted.copiedTo(copy));
      FileUtils.deleteDirectory(copy.toFile());
    }
    print("add alone:  p50 %,d us  p99 %,d us  (%d files)", Percentile.of(alone, 50), Percentile.of(alone, 99),
        alone.size());
    print("add beside: p50 %,d us  p99 %,d us  (%d files), p50 %.2f of alone", Percentile.of(beside, 50),
        Percentile.of(beside, 99), beside.size(), (double) Percentile.of(beside, 50) / Percentile.of(alone, 50));
  }

  private void round(LongHistory history) throws InterruptedException {
    try (FileMirror mirror = history.open(); Commits commits = LongHistory.commits(mirror.parts())) {
      MirrorParts parts = mirror.parts();
      CompactLog compact = new CompactLog(
          new CompactionPorts(parts.lock(), commits, parts.compactor(), parts.staging(), parts.trash(), parts.clock()),
          CompactionSettings.DEFAULTS);
      commits.catchUp();
      for (int i = 0; i < ALONE; i++) {
        alone.add(add(parts, commits));
      }
      CountDownLatch begun = new CountDownLatch(1);
      Thread thread = Thread.ofPlatform().start(() -> compact.compact(() -> {}, event -> begun.countDown()));
      begun.await();
      while (thread.isAlive()) {
        beside.add(add(parts, commits));
      }
      thread.join();
      for (int i = 0; i < ALONE; i++) {
        alone.add(add(parts, commits));
      }
    }
  }

  private long add(MirrorParts parts, Commits commits) {
    byte[] bytes = ("content " + added).getBytes(StandardCharsets.UTF_8);
    long began = System.nanoTime();
    StagedContent staged =
        parts.staging().stage(new ByteArrayInputStream(bytes), parts.clock().instant(), Deadline.NEVER);
    parts.staging().force(List.of(staged));
    CommitResult result = commits.commit(new Added("/added/" + added++, staged, bytes.length));
    long took = System.nanoTime() - began;
    if (!(result instanceof CommitResult.Done)) {
      throw new IllegalStateException(result.toString());
    }
    return took;
  }

  private record Added(String path, StagedContent staged, long size) implements Change {
    @Override
    public Set<String> names() {
      return Set.of(path);
    }

    @Override
    public Optional<RecordGroup> decide(Manifest manifest) {
      WorkspacePath name = WorkspacePath.parse(path).orElseThrow();
      PathEntry entry = new PathEntry(
          path, PathState.ADDED, Optional.empty(), Optional.of(staged.hash()), size, Optional.empty(), Optional.empty(),
          Optional.empty());
      return Optional.of(RecordGroup.of(new LogRecord.Switched(
          new Publication(name, new Expected.Absent(), new Target.Bytes(staged)), Optional.of(entry), Origin.ADD)));
    }
  }
}
