package io.cistern.it.benchmark;

import io.cistern.application.hydrate.HydrateReport;
import io.cistern.application.hydrate.OpenedFile;
import io.cistern.domain.placeholder.Selection;
import io.cistern.domain.workspace.WorkspacePath;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;

/**
 * How long an open takes while nothing else goes on, and while a pass over 5 000 placeholders takes all that the broker
 * gives. The goal is a median of 1.3 and a 99th percentile of 2 times the idle ones, and none over its deadline.
 */
final class Lanes {
  private static final int QUEUED = 5_000;
  private static final int OPENS = 200;
  private static final int COMMANDS = 20;
  private static final Duration DEADLINE = Duration.ofSeconds(15);
  private static final String CHAOS = "file:latency=50ms,rate=300KB/s";

  private Lanes() {}

  public static void main(String[] arguments) throws IOException {
    // The last names are opened: the pass, which goes in order, does not come to them meanwhile.
    try (MeasuredMirror measured = MeasuredMirror.of(QUEUED + 2 * OPENS + 2 * COMMANDS, 4000, CHAOS)) {
      int next = QUEUED;
      List<Long> idle = opens(measured, next, OPENS);
      next += OPENS;
      List<Long> idleCommands = commands(measured, next, COMMANDS);
      next += COMMANDS;
      CompletableFuture<HydrateReport> pass = CompletableFuture.supplyAsync(
          () -> measured.mirror().hydrate(new Selection.Named(List.of("/f0*")), item -> {}));
      while (measured.mirror().status().notices().pass().isEmpty()) {
        Thread.onSpinWait();
      }
      List<Long> busy = opens(measured, next, OPENS);
      next += OPENS;
      System.out.println("Lanes: the pass " + (pass.isDone() ? "had ended: not a measurement" : "ran all the time"));
      List<Long> busyCommands = commands(measured, next, COMMANDS);
      System.out.println("Lanes: the pass " + (pass.isDone() ? "had ended" : "ran on") + " after the commands");
      print("idle", idle);
      print("beside the pass", busy);
      ratio(idle, busy);
      print("command line, idle", idleCommands);
      print("command line, beside the pass", busyCommands);
      measured.mirror().close();
      System.out.println("Lanes: the pass had done " + pass.join().hydrated());
    }
  }

  /** Microseconds per open, sorted. */
  private static List<Long> opens(MeasuredMirror measured, int first, int count) {
    List<Long> took = new ArrayList<>();
    for (int i = first; i < first + count; i++) {
      WorkspacePath path = WorkspacePath.parse(MeasuredMirror.name(i)).orElseThrow();
      long begun = System.nanoTime();
      OpenedFile opened = measured.mirror().open(List.of(path)).getFirst();
      took.add(Duration.ofNanos(System.nanoTime() - begun).toNanos() / 1000);
      if (!(opened.result() instanceof OpenedFile.Result.Here)) {
        System.out.println("Lanes: not opened: " + opened);
      }
    }
    Collections.sort(took);
    return took;
  }

  /** The same from the packaged program, where there is one. */
  private static List<Long> commands(MeasuredMirror measured, int first, int count) throws IOException {
    List<Long> took = new ArrayList<>();
    String image = System.getProperty("cistern.image", "");
    for (int i = first; i < first + count && !image.isEmpty(); i++) {
      ProcessBuilder builder = new ProcessBuilder(
          Path.of(image, "bin", "cistern").toString(), "open", MeasuredMirror.name(i), "-C", measured.root().toString(),
          "--base-url", MeasuredMirror.baseUrl(measured.broker()), "--token-file",
          measured.broker().tokenFile().toString()).inheritIO();
      builder.environment().put("CISTERN_NO_BUILD", "1");
      builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
      long begun = System.nanoTime();
      try {
        int code = builder.start().waitFor();
        if (code != 0) {
          System.out.println("Lanes: the command ended with " + code);
        }
      } catch (InterruptedException interrupted) {
        throw new IllegalStateException(interrupted);
      }
      took.add((System.nanoTime() - begun) / 1000);
    }
    Collections.sort(took);
    return took;
  }

  private static void print(String what, List<Long> took) {
    if (took.isEmpty()) {
      System.out.println("Lanes: " + what + ": not measured");
      return;
    }
    long late = took.stream().filter(micros -> micros > DEADLINE.toMillis() * 1000).count();
    System.out.println(String.format(
        Locale.ROOT, "Lanes: %s: %d opens, p50 %.1f ms, p90 %.1f ms, p99 %.1f ms, most %.1f ms, %d over the deadline",
        what, took.size(), at(took, 50), at(took, 90), at(took, 99), took.getLast() / 1000.0, late));
  }

  private static void ratio(List<Long> idle, List<Long> busy) {
    System.out.println(String.format(
        Locale.ROOT, "Lanes: beside the pass p50 is %.2f times (goal 1.3), p99 %.2f times (goal 2) the idle one",
        at(busy, 50) / at(idle, 50), at(busy, 99) / at(idle, 99)));
  }

  private static double at(List<Long> sorted, int percent) {
    return sorted.get(Math.min(sorted.size() - 1, sorted.size() * percent / 100)) / 1000.0;
  }
}
