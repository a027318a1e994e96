package io.cistern.it.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.application.Mirror;
import io.cistern.application.MirrorSettings;
import io.cistern.application.commit.Change;
import io.cistern.application.commit.CommitResult;
import io.cistern.application.commit.Commits;
import io.cistern.application.mutate.add.AddRequest;
import io.cistern.application.mutate.add.AddRoot;
import io.cistern.application.mutate.add.AddSettings;
import io.cistern.application.port.LocalSource;
import io.cistern.application.port.Manifest;
import io.cistern.application.testing.FakeRemote;
import io.cistern.domain.journal.LogRecord;
import io.cistern.domain.journal.Origin;
import io.cistern.domain.journal.RecordGroup;
import io.cistern.domain.manifest.PathEntry;
import io.cistern.domain.manifest.PathState;
import io.cistern.domain.workspace.WorkspaceId;
import io.cistern.fs.mirror.FileMirror;
import io.cistern.fs.mirror.MirrorHost;
import io.cistern.fs.tree.DirectorySource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How much faster many writers, and many files, are than one at a time. A few of each outside the benchmark. */
class SharedForcesIT {
  private static final boolean BENCH = Boolean.getBoolean("cistern.bench");
  private static final int COMMITS = BENCH ? 200 : 5;
  private static final int FILES = BENCH ? 10_000 : 50;
  private static final int ONE_BY_ONE = BENCH ? 500 : 5;

  @TempDir
  private Path base;

  @Test
  void manyWritersShareTheForcesOfTheLog() throws Exception {
    double alone = 0;
    for (int writers : List.of(1, 8, 16, 64)) {
      double rate = rateOf(writers);
      alone = writers == 1 ? rate : alone;
      System.out.printf(
          "%d writers: %.0f commits/s, %.1f times the rate of one%n", writers, rate, rate / alone);
    }
    assertThat(alone).isPositive();
  }

  @Test
  void manyFilesOfOneAddShareTheirForces() throws Exception {
    try (FileMirror files = mirror("m");
        Mirror mirror = new Mirror(
            files.parts(), new FakeRemote(), MirrorSettings.DEFAULTS);
        LocalSource source = DirectorySource.open(filled(), InstantSource.system())) {
      mirror.pullNames();
      Instant from = Instant.now();
      for (int i = 0; i < ONE_BY_ONE; i++) {
        assertThat(mirror.add(one(source, i), AddSettings.DEFAULTS, item -> {}).added()).isEqualTo(1);
      }
      double apart = perSecond(ONE_BY_ONE, from);
      from = Instant.now();
      AddRequest all = AddRequest.of(List.of(new AddRoot(source, "", "/together", false)));
      assertThat(mirror.add(all, AddSettings.DEFAULTS, item -> {}).added()).isEqualTo(FILES);
      double together = perSecond(FILES, from);
      System.out.printf(
          "add: %d files with shared forces %.0f files/s; one set of forces per file %.0f files/s; %.1f times%n",
          FILES, together, apart, together / apart);
    }
  }

  private static AddRequest one(LocalSource source, int i) {
    return AddRequest.of(List.of(new AddRoot(source, name(i), "/apart", false)));
  }

  private Path filled() throws IOException {
    Path source = Files.createDirectories(base.resolve("source"));
    for (int i = 0; i < FILES; i++) {
      Path file = source.resolve(name(i));
      Files.createDirectories(file.getParent());
      Files.writeString(file, "small file " + i);
    }
    return source;
  }

  private static String name(int i) {
    return "d%02d/f%05d".formatted(i % 20, i);
  }

  private double rateOf(int writers) throws Exception {
    try (FileMirror files = mirror("writers-" + writers)) {
      Commits commits = new Commits(
          files.parts().lock(), files.parts().log(), files.parts().manifest(), files.parts().staging(),
          files.parts().tree(), files.parts().clock(), Duration.ofMinutes(5), recovery -> {});
      commits.catchUp();
      Instant from = Instant.now();
      List<Thread> threads = new ArrayList<>();
      for (int writer = 0; writer < writers; writer++) {
        int mine = writer;
        threads.add(Thread.ofPlatform().start(() -> {
          for (int i = 0; i < COMMITS; i++) {
            assertThat(commits.commit(new Naming("/w" + mine + "/" + i))).isInstanceOf(CommitResult.Done.class);
          }
        }));
      }
      for (Thread thread : threads) {
        thread.join();
      }
      double rate = perSecond(writers * COMMITS, from);
      assertThat(files.parts().manifest().counts().total()).isEqualTo((long) writers * COMMITS);
      commits.close();
      return rate;
    }
  }

  /** The smallest change there is: its cost is the force of the log. */
  private record Naming(String name) implements Change {
    @Override
    public Set<String> names() {
      return Set.of(name);
    }

    @Override
    public Optional<RecordGroup> decide(Manifest manifest) {
      return Optional.of(RecordGroup.of(new LogRecord.Noted(
          new PathEntry(
              name, PathState.PLACEHOLDER, Optional.empty(), Optional.empty(), 0, Optional.empty(),
              Optional.empty(), Optional.empty()),
          Origin.LOCAL)));
    }
  }

  private FileMirror mirror(String name) throws IOException {
    Path directory = Files.createDirectories(base.resolve(name));
    return FileMirror.create(
        directory, "http://127.0.0.1:1", WorkspaceId.parse("ws").orElseThrow(), "/", MirrorHost.system("bench"));
  }

  private static double perSecond(int count, Instant from) {
    return count * 1e9 / Math.max(1, Duration.between(from, Instant.now()).toNanos());
  }
}
