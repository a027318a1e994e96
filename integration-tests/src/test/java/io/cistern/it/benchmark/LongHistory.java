package io.cistern.it.benchmark;

import io.cistern.application.MirrorParts;
import io.cistern.application.commit.Change;
import io.cistern.application.commit.Commits;
import io.cistern.application.port.Manifest;
import io.cistern.domain.journal.LogRecord;
import io.cistern.domain.journal.Origin;
import io.cistern.domain.journal.RecordGroup;
import io.cistern.domain.manifest.PathEntry;
import io.cistern.domain.manifest.PathState;
import io.cistern.domain.workspace.Revision;
import io.cistern.domain.workspace.WorkspaceId;
import io.cistern.fs.mirror.FileMirror;
import io.cistern.fs.mirror.MirrorHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;

/** A mirror of a hundred thousand paths and of what happened to them since, committed as every other change is. */
record LongHistory(Path root) {
  static final int PATHS = 100_000;

  /** Groups that share a force; they name different paths. */
  private static final int TOGETHER = 50;

  /** Every path is named once, page by page. */
  static LongHistory fresh(Path root) throws IOException {
    Files.createDirectories(root);
    MirrorHost host = MirrorHost.system("benchmark");
    FileMirror.create(root, "http://127.0.0.1:1", new WorkspaceId("ws"), "/", host).close();
    return new LongHistory(root).goesOn(0, PATHS, 500);
  }

  /** More records, each of a path that has been named before. */
  LongHistory goesOn(int from, int to, int group) {
    try (FileMirror mirror = open(); Commits commits = commits(mirror.parts())) {
      List<Noting> together = new ArrayList<>();
      for (int next = from; next < to; next += group) {
        together.add(new Noting(next, Math.min(group, to - next)));
        if (together.size() == Math.min(TOGETHER, PATHS / group) || next + group >= to) {
          commits.commitAll(together);
          together.clear();
        }
      }
    }
    return this;
  }

  LongHistory copiedTo(Path other) throws IOException {
    FileUtils.copyDirectory(root.toFile(), other.toFile());
    return new LongHistory(other);
  }

  FileMirror open() {
    return FileMirror.open(root, MirrorHost.system("benchmark"));
  }

  static Commits commits(MirrorParts parts) {
    return new Commits(
        parts.lock(), parts.log(), parts.manifest(), parts.staging(), parts.tree(), parts.clock(),
        Duration.ofMinutes(1), recovery -> {});
  }

  /** Of everything in the directory of the log. */
  long logBytes() throws IOException {
    try (Stream<Path> files = Files.list(root.resolve(".cistern/log"))) {
      return files.mapToLong(file -> file.toFile().length()).sum();
    }
  }

  private static String name(int record) {
    int path = record % PATHS;
    return String.format(Locale.ROOT, "/projects/dir-%05d/file-%04d.txt", path / 500, path % 500);
  }

  /** A page of news. */
  private record Noting(int from, int count) implements Change {
    @Override
    public Set<String> names() {
      return records().stream().map(record -> record.after().name()).collect(Collectors.toSet());
    }

    @Override
    public Optional<RecordGroup> decide(Manifest manifest) {
      return Optional.of(new RecordGroup(List.<LogRecord>copyOf(records())));
    }

    private List<LogRecord.Noted> records() {
      List<LogRecord.Noted> records = new ArrayList<>();
      for (int i = from; i < from + count; i++) {
        records.add(new LogRecord.Noted(
            new PathEntry(
                name(i), PathState.PLACEHOLDER, Optional.of(new Revision("rev_" + i)), Optional.empty(), i,
                Optional.empty(), Optional.empty(), Optional.empty()),
            Origin.REMOTE_UPDATE));
      }
      return records;
    }
  }
}
