package io.cistern.it.benchmark;

import com.google.errorprone.annotations.FormatMethod;
import io.cistern.application.MirrorParts;
import io.cistern.application.commit.Change;
import io.cistern.application.commit.Commits;
import io.cistern.application.compact.CompactLog;
import io.cistern.application.compact.CompactionPorts;
import io.cistern.application.compact.CompactionSettings;
import io.cistern.application.port.CommitLog;
import io.cistern.application.port.HeldLock;
import io.cistern.application.port.Manifest;
import io.cistern.domain.compaction.CompactionResult;
import io.cistern.domain.journal.LogRecord;
import io.cistern.domain.journal.Origin;
import io.cistern.domain.journal.RecordGroup;
import io.cistern.domain.journal.Retirement;
import io.cistern.domain.journal.Sequence;
import io.cistern.domain.manifest.PathEntry;
import io.cistern.domain.manifest.PathState;
import io.cistern.domain.publish.Expected;
import io.cistern.domain.publish.Publication;
import io.cistern.domain.publish.StagedContent;
import io.cistern.domain.publish.Target;
import io.cistern.domain.time.Deadline;
import io.cistern.domain.workspace.Revision;
import io.cistern.domain.workspace.WorkspaceId;
import io.cistern.domain.workspace.WorkspacePath;
import io.cistern.fs.mirror.FileMirror;
import io.cistern.fs.mirror.MirrorHost;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * A mirror of a hundred thousand paths with a history of a million records: how large its log is before and after, how
 * long a look takes, and what a commit costs while the log is compacted again and again, in the same run.
 */
final class CompactionBenchmark {
  private static final int PATHS = 100_000;
  private static final int RECORDS = 1_000_000;

  /** Records in a group: a page of a listing, then what one command changes. */
  private static final int PAGE = 500;
  private static final int COMMAND = 100;

  private static final int COMMITS = 400;

  private CompactionBenchmark() {}

  /** Prints; takes a minute or so. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Path root = Files.createTempDirectory("compaction");
    MirrorHost host = MirrorHost.system("benchmark");
    try (FileMirror mirror = FileMirror.create(root, "http://127.0.0.1:1", new WorkspaceId("ws"), "/", host);
        Commits commits = commits(mirror.parts())) {
      MirrorParts parts = mirror.parts();
      append(parts, 0, PATHS, PAGE);
      long fresh = logBytes(root);
      print("fresh: log %,d bytes, a look %s", fresh, look(parts));
      append(parts, PATHS, RECORDS, COMMAND);
      print("with its history: log %,d bytes, a look %s", logBytes(root), look(parts));
      CompactLog compact = new CompactLog(
          new CompactionPorts(parts.lock(), commits, parts.compactor(), parts.staging(), parts.clock()),
          CompactionSettings.DEFAULTS);
      long began = System.nanoTime();
      Optional<CompactionResult> result = compact.compact(() -> {}, event -> {});
      print("compacted in %d ms: %s", (System.nanoTime() - began) / 1_000_000, result);
      print("after: log %,d bytes, %.2f of fresh, a look %s", logBytes(root), (double) logBytes(root) / fresh,
          look(parts));
      long[] alone = adds(parts, commits, 0);
      long[] beside = addsWhileCompacting(parts, commits, compact);
      print("add alone:  p50 %,d us  p99 %,d us", at(alone, 50), at(alone, 99));
      print("add beside: p50 %,d us  p99 %,d us, p50 %.2f of alone", at(beside, 50), at(beside, 99),
          (double) at(beside, 50) / at(alone, 50));
    } finally {
      remove(root);
    }
  }

  private static long[] addsWhileCompacting(MirrorParts parts, Commits commits, CompactLog compact)
      throws InterruptedException {
    AtomicBoolean end = new AtomicBoolean();
    AtomicInteger done = new AtomicInteger();
    Thread beside = Thread.ofPlatform().daemon().start(() -> {
      while (!end.get()) {
        compact.compact(() -> {}, event -> {}).ifPresent(result -> done.incrementAndGet());
      }
    });
    long[] times = adds(parts, commits, COMMITS);
    end.set(true);
    beside.join();
    print("%d compactions meanwhile", done.get());
    return times;
  }

  private static long[] adds(MirrorParts parts, Commits commits, int from) {
    long[] times = new long[COMMITS];
    for (int i = 0; i < COMMITS; i++) {
      byte[] bytes = ("content " + i).getBytes(StandardCharsets.UTF_8);
      long began = System.nanoTime();
      StagedContent staged =
          parts.staging().stage(new ByteArrayInputStream(bytes), parts.clock().instant(), Deadline.NEVER);
      parts.staging().force(List.of(staged));
      commits.commit(new Added("/added/" + (from + i), staged, bytes.length));
      times[i] = (System.nanoTime() - began) / 1000;
    }
    Arrays.sort(times);
    return times;
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

  private static void append(MirrorParts parts, int from, int to, int group) {
    for (int next = from; next < to; next += group) {
      List<LogRecord> records = new ArrayList<>();
      for (int i = next; i < next + group; i++) {
        int path = i % PATHS;
        records.add(new LogRecord.Noted(new PathEntry(
            String.format(Locale.ROOT, "/projects/dir-%05d/file-%04d.txt", path / 500, path % 500),
            PathState.PLACEHOLDER, Optional.of(new Revision("rev_" + i)), Optional.empty(), i, Optional.empty(),
            Optional.empty(), Optional.empty()), Origin.REMOTE_UPDATE));
      }
      try (HeldLock held = parts.lock().acquire(Deadline.NEVER).orElseThrow()) {
        CommitLog.CaughtUp _ = parts.log().catchUp(held);
        Sequence at = parts.log().append(held, List.of(new RecordGroup(records))).getFirst();
        parts.log().retire(held, List.of(new Retirement(at, List.of())));
      }
    }
  }

  private static String look(MirrorParts parts) {
    long[] times = new long[9];
    for (int i = 0; i < times.length; i++) {
      long began = System.nanoTime();
      long total = parts.reader().read().manifest().counts().total();
      times[i] = (System.nanoTime() - began) / 1000;
      if (total < PATHS) {
        throw new IllegalStateException("only " + total + " paths");
      }
    }
    Arrays.sort(times);
    return String.format(Locale.ROOT, "%,d us", times[times.length / 2]);
  }

  private static long at(long[] sorted, int percent) {
    return sorted[Math.min(sorted.length - 1, sorted.length * percent / 100)];
  }

  private static Commits commits(MirrorParts parts) {
    return new Commits(
        parts.lock(), parts.log(), parts.manifest(), parts.staging(), parts.tree(), parts.clock(),
        Duration.ofMinutes(1), recovery -> {});
  }

  private static long logBytes(Path root) throws IOException {
    try (Stream<Path> files = Files.list(root.resolve(".cistern/log"))) {
      return files.mapToLong(file -> file.toFile().length()).sum();
    }
  }

  private static void remove(Path root) throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      all.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    }
  }

  @FormatMethod
  private static void print(String format, Object... arguments) {
    System.out.println("CompactionBenchmark " + String.format(Locale.ROOT, format, arguments));
  }
}
