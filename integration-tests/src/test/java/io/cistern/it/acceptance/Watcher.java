package io.cistern.it.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Looks at the visible files of a mirror all the time, and once more at the end: each is what a judge knows, whole. */
final class Watcher implements AutoCloseable {
  private final Path mirror;
  private final Judge judge;
  private final CountDownLatch enough = new CountDownLatch(1);
  private final ConcurrentLinkedQueue<String> wrong = new ConcurrentLinkedQueue<>();
  private final AtomicLong looks = new AtomicLong();
  private final Map<Path, List<Object>> judged = new HashMap<>();
  private final Thread thread;

  /** Knows what a file may be; asked by the thread that watches. */
  interface Judge {
    /**
     * What is wrong with a file that looks new.
     *
     * @param name from the mirror's root
     */
    Optional<String> wrong(Path name, Path file, long size) throws IOException;
  }

  private Watcher(Path mirror, Judge judge) {
    this.mirror = mirror;
    this.judge = judge;
    this.thread = Thread.ofPlatform().name("watches").start(this::watch);
  }

  static Watcher over(Path mirror, Judge judge) {
    return new Watcher(mirror, judge);
  }

  /** Each file is empty, or is what is served, byte for byte. */
  static Watcher over(Path mirror, Path served) {
    return new Watcher(mirror, (name, file, size) -> {
      Path original = served.resolve(name);
      if (size == 0) {
        return Optional.empty();
      } else if (!Files.exists(original)) {
        return Optional.of("is not in the workspace");
      }
      return Files.mismatch(file, original) < 0
          ? Optional.empty()
          : Optional.of("holds other bytes: " + size + " of " + Files.size(original));
    });
  }

  /** What was seen that nobody may see. */
  List<String> wrong() {
    return List.copyOf(wrong);
  }

  /** How many contents were compared. */
  long looks() {
    return looks.get();
  }

  @Override
  public void close() throws InterruptedException {
    enough.countDown();
    thread.join();
  }

  private void watch() {
    try {
      boolean last;
      do {
        last = enough.await(2, TimeUnit.MILLISECONDS);
        if (Files.isDirectory(mirror)) {
          Files.walkFileTree(mirror, new Visitor());
        }
      } while (!last);
    } catch (IOException | UncheckedIOException failed) {
      wrong.add("the watcher failed: " + failed);
    } catch (InterruptedException stopped) {
      wrong.add("the watcher was stopped: " + stopped);
    }
  }

  /** A file that looks as it did when it was judged is not read again. */
  private void judge(Path file, BasicFileAttributes seen) throws IOException {
    Path name = mirror.relativize(file);
    List<Object> look = List.of(String.valueOf(seen.fileKey()), seen.size(), seen.lastModifiedTime());
    if (!seen.isRegularFile()) {
      wrong.add(name + " is no regular file");
    } else if (!look.equals(judged.put(name, look))) {
      if (seen.size() > 0) {
        looks.incrementAndGet();
      }
      judge.wrong(name, file, seen.size()).ifPresent(why -> wrong.add(name + " " + why));
    }
  }

  private final class Visitor extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes seen) {
      return directory.endsWith(".cistern") ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes seen) throws IOException {
      judge(file, seen);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failed) throws IOException {
      if (failed instanceof NoSuchFileException) {
        return FileVisitResult.CONTINUE;
      }
      throw failed;
    }
  }
}
