package io.cistern.it.benchmark;

import io.cistern.domain.placeholder.Selection;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;

/** How long 200 placeholders take at 100 ms each, eight at a time; the goal is 1.15 times the least that could be. */
final class Parallelism {
  private static final int FILES = 200;
  private static final int WIDTH = 8;
  private static final long LATENCY = 100;
  private static final int ROUNDS = 5;

  private Parallelism() {}

  public static void main(String[] arguments) throws IOException {
    long least = (FILES + WIDTH - 1) / WIDTH * LATENCY;
    for (int round = 0; round < ROUNDS; round++) {
      try (MeasuredMirror measured = MeasuredMirror.of(FILES, 1000, "file:latency=" + LATENCY + "ms")) {
        long begun = System.nanoTime();
        long hydrated = measured.mirror().hydrate(new Selection.Everything(), item -> {}).hydrated();
        long took = Duration.ofNanos(System.nanoTime() - begun).toMillis();
        System.out.println(String.format(
            Locale.ROOT, "Parallelism: %d files in %d ms, %.3f times the least (%d ms); goal 1.15", hydrated, took,
            (double) took / least, least));
      }
    }
  }
}
