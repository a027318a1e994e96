package io.cistern.it.benchmark;

import com.google.errorprone.annotations.FormatMethod;
import io.cistern.application.MirrorParts;
import io.cistern.application.commit.Commits;
import io.cistern.application.port.MirrorReader;
import io.cistern.fs.mirror.FileMirror;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.io.FileUtils;

/**
 * A mirror of a hundred thousand paths, fresh and with a history of a million records: how large its log is after a
 * compaction, how long it takes to open it and to ask for its status, and what a commit costs while it is compacted.
 * What is compared is measured in turns.
 */
final class CompactionBenchmark {
  private static final int RECORDS = 1_000_000;
  private static final int QUARTER = 250_000;

  /** Records in a group: what one command changes, and far more than a page of a listing. */
  private static final int COMMAND = 100;
  private static final int HUGE = 2_000;

  private static final int LOOKS = 9;

  /** Nobody has listed the workspace of these mirrors, and {@code status} says so. */
  private static final int ATTENTION = 4;

  private final Path base;

  private CompactionBenchmark(Path base) {
    this.base = base;
  }

  /** Prints; takes two minutes or so. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Path base = Files.createTempDirectory("compaction");
    try {
      new CompactionBenchmark(base).run();
    } finally {
      FileUtils.deleteDirectory(base.toFile());
    }
  }

  private void run() throws IOException, InterruptedException {
    LongHistory fresh = LongHistory.fresh(base.resolve("fresh"));
    LongHistory huge = fresh.copiedTo(base.resolve("huge")).goesOn(LongHistory.PATHS, RECORDS, HUGE);
    LongHistory year = fresh.copiedTo(base.resolve("year")).goesOn(LongHistory.PATHS, QUARTER, COMMAND);
    LongHistory quarter = year.copiedTo(base.resolve("quarter"));
    year.goesOn(QUARTER, RECORDS, COMMAND);
    LongHistory folded = fresh.copiedTo(base.resolve("folded"));
    LongHistory busy = year.copiedTo(base.resolve("busy"));
    long bytes = fresh.logBytes();
    print("fresh: log %,d bytes; with its history: %,d, in huge groups %,d", bytes, year.logBytes(), huge.logBytes());
    for (LongHistory history : List.of(folded, quarter, year, huge)) {
      String result = program("compact", "--json", "-C", history.root().toString());
      print("%s compacted: log %,d bytes, %.2f of fresh: %s", history.root().getFileName(), history.logBytes(),
          (double) history.logBytes() / bytes, result);
    }
    looks(List.of(fresh, folded, quarter, year, huge));
    new ForegroundBeside(busy, base).run();
  }

  private static void looks(List<LongHistory> histories) throws IOException, InterruptedException {
    Map<String, List<Long>> times = new TreeMap<>();
    for (int i = 0; i < LOOKS; i++) {
      for (LongHistory history : histories) {
        String name = history.root().getFileName().toString();
        long began = System.nanoTime();
        open(history);
        times.computeIfAbsent("open   " + name, _ -> new ArrayList<>()).add(System.nanoTime() - began);
        began = System.nanoTime();
        String _ = program("status", "--json", "-C", history.root().toString());
        times.computeIfAbsent("status " + name, _ -> new ArrayList<>()).add(System.nanoTime() - began);
      }
    }
    times.forEach((name, each) -> print("%-16s p50 %,9d us", name, Percentile.of(each, 50)));
  }

  /** As a command does that is about to write. */
  private static void open(LongHistory history) {
    try (FileMirror mirror = history.open(); Commits commits = LongHistory.commits(mirror.parts())) {
      MirrorParts parts = mirror.parts();
      commits.catchUp();
      MirrorReader.View view = parts.reader().read();
      if (view.manifest().counts().total() != LongHistory.PATHS) {
        throw new IllegalStateException("only " + view.manifest().counts().total() + " paths");
      }
    }
  }

  private static String program(String... words) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("cistern.image"), "bin", "cistern").toString());
    command.addAll(List.of(words));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("CISTERN_NO_BUILD", "1");
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    if (process.waitFor() > ATTENTION) {
      throw new IllegalStateException(said);
    }
    return said;
  }

  @FormatMethod
  static void print(String format, Object... arguments) {
    System.out.println("CompactionBenchmark " + String.format(Locale.ROOT, format, arguments));
  }
}
