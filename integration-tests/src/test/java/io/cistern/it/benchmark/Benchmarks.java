package io.cistern.it.benchmark;

import java.util.regex.Pattern;
import org.openjdk.jmh.Main;

/** Runs the measurements whose name the first argument, a pattern, matches. */
final class Benchmarks {
  private Benchmarks() {}

  /** What JMH measures, it finds itself. */
  public static void main(String[] arguments) throws Exception {
    if (Benchmarks.class.getResource("/META-INF/BenchmarkList") != null) {
      Main.main(arguments);
    }
    Pattern wanted = Pattern.compile(arguments.length == 0 ? ".*" : arguments[0]);
    if (wanted.matcher("Compaction").find()) {
      CompactionBenchmark.main(new String[0]);
    }
    if (wanted.matcher("Parallelism").find()) {
      Parallelism.main(new String[0]);
    }
    if (wanted.matcher("Lanes").find()) {
      Lanes.main(new String[0]);
    }
    if (wanted.matcher("Probe").find()) {
      ProbeBenchmark.main(new String[0]);
    }
    if (wanted.matcher("SharedForces").find()) {
      SharedForces.main(new String[0]);
    }
  }
}
