package io.cistern.fs.workspace;

import io.cistern.domain.workspace.Utf8Order;
import io.cistern.domain.workspace.WorkspacePath;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Every known file by path, and every directory that holds one with the number of files below it, both in byte order.
 * Changed by one thread at a time, read by many.
 */
final class FileIndex {
  private final ConcurrentSkipListMap<String, FileEntry> files = new ConcurrentSkipListMap<>(Utf8Order.COMPARATOR);
  private final ConcurrentSkipListMap<String, Long> directories = new ConcurrentSkipListMap<>(Utf8Order.COMPARATOR);
  private final AtomicLong dotFiles = new AtomicLong();

  Optional<FileEntry> find(WorkspacePath path) {
    return Optional.ofNullable(files.get(path.value()));
  }

  void put(FileEntry entry) {
    if (files.put(entry.path().value(), entry) == null) {
      count(entry.path(), 1);
    }
  }

  void remove(WorkspacePath path) {
    if (files.remove(path.value()) != null) {
      count(path, -1);
    }
  }

  Collection<FileEntry> all() {
    return files.values();
  }

  Optional<FileEntry> fileAtOrAfter(String name) {
    return Optional.ofNullable(files.ceilingEntry(name)).map(Map.Entry::getValue);
  }

  Optional<String> directoryAtOrAfter(String name) {
    return Optional.ofNullable(directories.ceilingKey(name));
  }

  long filesBelow(String directory) {
    return directory.equals("/") ? files.size() : directories.getOrDefault(directory, 0L);
  }

  long dotFiles() {
    return dotFiles.get();
  }

  private void count(WorkspacePath path, long step) {
    String value = path.value();
    for (int slash = value.lastIndexOf('/'); slash > 0; slash = value.lastIndexOf('/', slash - 1)) {
      directories.compute(value.substring(0, slash), (directory, known) -> added(known, step));
    }
    if (value.contains("/.")) {
      dotFiles.addAndGet(step);
    }
  }

  private static @Nullable Long added(
      @Nullable Long known, long step) {
    long now = (known == null ? 0 : known) + step;
    return now == 0 ? null : now;
  }
}
