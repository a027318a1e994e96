package io.cistern.it.acceptance;

import io.cistern.it.acceptance.Launch.Ended;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** A started program: what it says is heard while it runs, and however it ends, it ends within a bound. */
final class Running implements AutoCloseable {
  /** Far more than any run needs; a program that takes longer hangs. */
  private static final Duration PATIENCE = Duration.ofMinutes(Boolean.getBoolean("cistern.campaign") ? 120 : 3);

  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);

  private final Process process;
  private final Heard out;
  private final Heard err;
  private long peakKibibytes;

  private Running(Process process) {
    this.process = process;
    this.out = new Heard(process.getInputStream());
    this.err = new Heard(process.getErrorStream());
  }

  static Running start(Launch launch) {
    Process process = launch.start();
    try {
      process.getOutputStream().close();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    return new Running(process);
  }

  /** Runs to the end. */
  static Ended run(Launch launch) {
    try (Running running = start(launch)) {
      return running.end();
    }
  }

  /** The first line of its result, as soon as it is there. */
  String firstLine() {
    try {
      return out.firstLine.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException none) {
      throw new AssertionError("no line came; standard error: " + err.soFar(), none);
    } catch (InterruptedException | ExecutionException failed) {
      throw new IllegalStateException(failed);
    }
  }

  /**
   * Waits until it has a file of this directory open, as soon as it runs where the system does not tell; false where it
   * ended without.
   */
  boolean opens(Path directory) {
    try {
      Path there = directory.toRealPath();
      Path descriptors = Path.of("/proc", Long.toString(process.pid()), "fd");
      boolean told = Files.isDirectory(descriptors);
      while (!process.waitFor(3, TimeUnit.MILLISECONDS)) {
        if (!told || anyOf(descriptors, there)) {
          return true;
        }
      }
      return false;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException stopped) {
      throw new IllegalStateException(stopped);
    }
  }

  private static boolean anyOf(Path descriptors, Path directory) {
    try (DirectoryStream<Path> open = Files.newDirectoryStream(descriptors)) {
      for (Path descriptor : open) {
        if (Files.readSymbolicLink(descriptor).startsWith(directory)) {
          return true;
        }
      }
    } catch (IOException | DirectoryIteratorException _) {
      // It is closing what it had open, or ends.
    }
    return false;
  }

  /** Waits for its end; whoever does not end is killed and named. */
  Ended end() {
    if (!endsWithin(PATIENCE)) {
      kill();
      throw new AssertionError("still running after " + PATIENCE + "; it said: " + out.soFar() + err.soFar());
    }
    return ended();
  }

  /** Whether it ends within this time; looks at its memory meanwhile. */
  boolean endsWithin(Duration bound) {
    long until = System.nanoTime() + bound.toNanos();
    try {
      while (System.nanoTime() < until) {
        measure();
        long left = Math.min(BETWEEN_LOOKS.toNanos(), Math.max(1, until - System.nanoTime()));
        if (process.waitFor(left, TimeUnit.NANOSECONDS)) {
          return true;
        }
      }
      return !process.isAlive();
    } catch (InterruptedException stopped) {
      kill();
      throw new IllegalStateException(stopped);
    }
  }

  /** Ends it as nothing can prevent. */
  Ended kill() {
    process.destroyForcibly();
    return ended();
  }

  long pid() {
    return process.pid();
  }

  /** Sends a signal, such as {@code INT}; whoever has ended meanwhile does not hear it. */
  void signal(String name) {
    Ended sent = Launch.of(Path.of("sh"), "-c", "kill -" + name + " " + process.pid()).run();
    if (sent.code() != 0 && !endsWithin(PATIENCE)) {
      throw new AssertionError(sent.err());
    }
  }

  /** The most memory that it had at once, in MiB; 0 where the system does not tell. */
  long peakMebibytes() {
    return peakKibibytes / 1024;
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  private Ended ended() {
    try {
      return new Ended(process.waitFor(), out.all(), err.all(), process.pid());
    } catch (InterruptedException stopped) {
      throw new IllegalStateException(stopped);
    }
  }

  /** The system's own high-water mark, so that only what is added in the last moment can be missed. */
  private void measure() {
    Path status = Path.of("/proc", Long.toString(process.pid()), "status");
    try (Stream<String> lines = Files.lines(status)) {
      lines.filter(line -> line.startsWith("VmHWM:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .forEach(peak -> peakKibibytes = Math.max(peakKibibytes, peak));
    } catch (IOException | UncheckedIOException _) {
      // It has ended, or there is no such file on this system.
    }
  }

  /** Reads one of its streams on a thread of its own, so that it never waits for us. */
  private static final class Heard {
    private static final int CHUNK = 8192;

    private final CompletableFuture<String> firstLine = new CompletableFuture<>();
    private final CompletableFuture<Void> end;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    Heard(InputStream stream) {
      end = CompletableFuture.runAsync(
          () -> listen(stream), task -> Thread.ofPlatform().daemon().name("hears").start(task));
    }

    String soFar() {
      return bytes.toString(StandardCharsets.UTF_8);
    }

    String all() {
      end.join();
      return soFar();
    }

    private void listen(InputStream stream) {
      byte[] chunk = new byte[CHUNK];
      try {
        for (int count = stream.read(chunk); count >= 0; count = stream.read(chunk)) {
          bytes.write(chunk, 0, count);
          String heard = firstLine.isDone() ? "" : soFar();
          if (heard.contains("\n")) {
            firstLine.complete(heard.substring(0, heard.indexOf('\n')));
          }
        }
        firstLine.complete(soFar());
      } catch (IOException ended) {
        // What was killed ends so; what it had said stays.
        firstLine.complete(soFar());
      }
    }
  }
}
