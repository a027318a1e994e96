package io.cistern.it.benchmark;

import com.google.errorprone.annotations.FormatMethod;
import io.cistern.application.probe.ProbePool;
import io.cistern.domain.probe.HomeName;
import io.cistern.domain.probe.PoolLimits;
import io.cistern.domain.probe.ProbeOutcome;
import io.cistern.domain.probe.ProviderName;
import io.cistern.domain.time.Deadline;
import io.cistern.fs.mirror.SystemPauses;
import io.cistern.fs.probe.ChildHelpers;
import io.cistern.fs.probe.HelperProgram;
import io.cistern.it.support.UsageServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * How long a probe takes with a warm helper and with one that is started for it, both asking a broker on this machine;
 * and how long twenty callers at once wait, without the cache that would spare them.
 */
final class ProbeBenchmark {
  private static final int COLD = 5;
  private static final int WARM = 200;
  private static final int CALLERS = 20;
  private static final int ROUNDS = 5;
  private static final HomeName WORK = new HomeName("work");

  private ProbeBenchmark() {}

  /** Prints; takes a minute or so. Needs the packaged program. */
  public static void main(String[] arguments) throws Exception {
    Path home = Files.createTempDirectory("probe");
    try (UsageServer usage = UsageServer.start()) {
      login(home, usage);
      long[] cold = cold(home);
      print("cold: p50 %,d us  p99 %,d us", at(cold, 50), at(cold, 99));
      try (ProbePool pool = pool(home)) {
        probe(pool);
        long[] warm = new long[WARM];
        for (int i = 0; i < WARM; i++) {
          warm[i] = probe(pool);
        }
        Arrays.sort(warm);
        print("warm: p50 %,d us  p99 %,d us; cold is %.1f times warm", at(warm, 50), at(warm, 99),
            (double) at(cold, 50) / at(warm, 50));
        long[] together = together(pool);
        print("%d callers at once: p50 %,d us  p99 %,d us", CALLERS, at(together, 50), at(together, 99));
      }
    } finally {
      remove(home);
    }
  }

  private static long[] cold(Path home) {
    long[] times = new long[COLD];
    for (int i = 0; i < COLD; i++) {
      try (ProbePool pool = pool(home)) {
        times[i] = probe(pool);
      }
    }
    Arrays.sort(times);
    return times;
  }

  private static long[] together(ProbePool pool) throws Exception {
    List<Long> times = new ArrayList<>();
    try (var threads = Executors.newFixedThreadPool(CALLERS)) {
      for (int round = 0; round < ROUNDS; round++) {
        CountDownLatch begin = new CountDownLatch(1);
        List<Future<Long>> callers = new ArrayList<>();
        for (int i = 0; i < CALLERS; i++) {
          callers.add(threads.submit(() -> {
            begin.await();
            return probe(pool);
          }));
        }
        begin.countDown();
        for (Future<Long> caller : callers) {
          times.add(caller.get());
        }
      }
    }
    return times.stream().mapToLong(Long::longValue).sorted().toArray();
  }

  private static long probe(ProbePool pool) {
    long began = System.nanoTime();
    try (ProbePool.Lease lease = pool.lease(WORK, Deadline.NEVER).orElseThrow()) {
      if (!(lease.ask(ProviderName.BROKER, Deadline.NEVER) instanceof ProbeOutcome.Answered)) {
        throw new IllegalStateException("no answer");
      }
    }
    return (System.nanoTime() - began) / 1000;
  }

  private static ProbePool pool(Path home) {
    InstantSource clock = InstantSource.system();
    return new ProbePool(
        new ChildHelpers(name -> new HelperProgram(
            List.of(program(), "probe-worker", "--home", name.value()), environment(home), home, false), clock),
        PoolLimits.DEFAULT, clock, new SystemPauses(clock));
  }

  private static void login(Path home, UsageServer usage) throws IOException, InterruptedException {
    Path token = Files.writeString(home.resolve("token"), "token-of-work\n");
    Files.setPosixFilePermissions(token, PosixFilePermissions.fromString("rw-------"));
    ProcessBuilder login = new ProcessBuilder(
        program(), "login", "--home", "work", "--base-url", usage.baseUrl(), "--token-file", token.toString());
    login.environment().putAll(environment(home));
    if (login.inheritIO().start().waitFor() != 0) {
      throw new IllegalStateException("login failed");
    }
  }

  private static String program() {
    return Path.of(System.getProperty("cistern.image"), "bin", "cistern").toString();
  }

  private static Map<String, String> environment(Path home) {
    return Map.of("HOME", home.toString(), "PATH", "/usr/local/bin:/usr/bin:/bin");
  }

  private static long at(long[] sorted, int percent) {
    return sorted[Math.min(sorted.length - 1, sorted.length * percent / 100)];
  }

  private static void remove(Path root) throws IOException {
    try (var files = Files.walk(root)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  @FormatMethod
  private static void print(String format, Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }
}
