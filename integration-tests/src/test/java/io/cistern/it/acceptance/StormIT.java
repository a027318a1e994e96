package io.cistern.it.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.application.Mirror;
import io.cistern.application.MirrorSettings;
import io.cistern.application.testing.FakeRemote;
import io.cistern.domain.health.Finding;
import io.cistern.domain.health.Severity;
import io.cistern.fs.mirror.FileMirror;
import io.cistern.fs.mirror.MirrorHost;
import io.cistern.it.acceptance.Launch.Ended;
import io.cistern.it.acceptance.StormOracle.Deed;
import io.cistern.it.acceptance.StormOracle.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Additions, removals and passes side by side on one mirror, each killed in the middle of its work and started anew
 * while the others go on: what they said, is so.
 */
final class StormIT {
  private static final boolean CAMPAIGN = Boolean.getBoolean("cistern.campaign");
  private static final int KILLS = CAMPAIGN ? 500 : 5;
  private static final int ROUNDS_OF_A_MIRROR = 6;
  /** How often a round starts each verb, at most. */
  private static final int TURNS = 4;
  private static final int REMOTE_FILES = 24;
  private static final int LOCAL_NAMES = 40;
  private static final int ADDED = 16;
  private static final int REMOVED = 3;
  private static final int KILLED = 137;
  private static final String[] WAITING = {"--json", "--set", "lock.wait=1h"};
  private static final JsonMapper JSON = new JsonMapper();

  @TempDir
  Path temporary;

  private final long seed = Long.getLong("cistern.seed", System.nanoTime());
  private final Random random = new Random(seed);
  private final Map<String, String> remote = new TreeMap<>();
  private final Map<Kind, Span> spans =
      Map.of(Kind.ADD, new Span(), Kind.REMOVE, new Span(), Kind.HYDRATE, new Span());
  private int rounds;
  private int starts;
  private int killed;
  private int said;
  private int open;
  private int finished;

  @Test
  void whatWasSaidBeforeAKillIsSoAndNothingHalfDoneIsEverVisible() throws IOException, InterruptedException {
    System.out.println("StormIT: seed " + seed + " (again with -Dcistern.seed=" + seed + ")");
    Path workspace = temporary.resolve("workspace");
    for (int round = 0; round <= ROUNDS_OF_A_MIRROR; round++) {
      for (int file = 0; file < REMOTE_FILES; file++) {
        String name = "/r%d/f%02d.txt".formatted(round, file);
        remote.put(name, write(workspace, name));
      }
    }
    Person person = Person.at(temporary.resolve("home"));
    long looks = 0;
    try (Served served = person.serves(workspace, "--chaos", "file:latency=40ms")) {
      while (killed < KILLS) {
        looks += oneMirror(person, served);
      }
    }
    assertThat(looks).as("contents compared").isPositive();
    System.out.println("StormIT: " + killed + " kills of " + starts + " programs in the middle of their work, " + rounds
        + " rounds, " + said + " operations said, " + open + " paths open after a kill, " + finished
        + " times a change was finished by the next command, " + looks + " contents compared");
  }

  private long oneMirror(Person person, Served served) throws IOException, InterruptedException {
    Path mirror = person.home().resolve("m" + rounds);
    StormOracle oracle = new StormOracle();
    remote.forEach((name, version) -> {
      oracle.knows(name, version);
      oracle.holds(name, StormOracle.PLACEHOLDER);
    });
    Ended names = person.runs(
        "clone", served.url(), mirror.toString(), "--content", "none", "--token-file", served.tokenFile());
    assertThat(names.code()).as(names.err()).isZero();
    try (Watcher watcher = Watcher.over(mirror, oracle)) {
      for (int i = 0; i < ROUNDS_OF_A_MIRROR && killed < KILLS; i++) {
        oneRound(person.in(mirror), oracle, i);
        rounds++;
        assertThat(watcher.wrong()).as(here()).isEmpty();
      }
      watcher.close();
      assertThat(watcher.wrong()).as(here()).isEmpty();
      Ended verified = person.in(mirror).runs("verify");
      assertThat(verified.code()).as(here() + ": " + verified.out() + verified.err()).isZero();
      return watcher.looks();
    }
  }

  private void oneRound(Person here, StormOracle oracle, int round) throws IOException, InterruptedException {
    boolean overlapping = random.nextBoolean();
    List<List<Turn>> turns = List.of(
        turns(additions(oracle, round, overlapping)), turns(removals(oracle, round, overlapping)),
        turns(passes(round)));
    List<Done> done = storm(here, turns);
    List<Deed> deeds = done.stream().flatMap(one -> one.deeds().stream()).toList();
    starts += done.size();
    killed += (int) done.stream().filter(Done::killed).count();
    said += (int) deeds.stream().filter(deed -> deed.said().isPresent()).count();
    oracle.happened(deeds);
    Work recovering = recovering(turns, oracle, deeds);
    Ended recovered = here.runs(recovering.words());
    assertThat(recovered.code()).as(here() + ": " + recovered.out() + recovered.err()).isZero();
    finished += (int) done.stream().filter(Done::finishedAnothers).count() + (finishedAnothers(recovered) ? 1 : 0);
    oracle.happened(recovering.deeds(recovered));
    open += oracle.settle(here.directory());
    if (recovering.kind() == Kind.HYDRATE) {
      assertThat(recovering.versions().keySet()).as(here() + ": all were to be hydrated")
          .noneMatch(name -> oracle.state(name).equals(StormOracle.PLACEHOLDER));
    }
    turns.get(1).forEach(removal -> removedTogether(removal.work(), deeds, oracle));
    assertThat(here.directory().resolve(".cistern/staging")).as(here()).isEmptyDirectory();
    verifies(here.directory());
    try (Stream<Path> evidence = Files.list(here.directory().resolve(".cistern/quarantine"))) {
      assertThat(evidence.map(file -> file.getFileName().toString())).as(here())
          .allMatch(name -> name.startsWith("torn-"));
    }
  }

  /** Nothing is wrong; whoever embeds a mirror is told what the verb would say. */
  private void verifies(Path mirror) {
    List<Finding> findings = new ArrayList<>();
    try (FileMirror files = FileMirror.open(mirror, MirrorHost.system("storm"));
        Mirror embedded = new Mirror(files.parts(), new FakeRemote(), MirrorSettings.DEFAULTS)) {
      embedded.verify(findings::add);
    }
    assertThat(findings).as(here()).allMatch(finding -> finding.severity() == Severity.NOTE);
  }

  /** Every verb on a thread of its own; what each of its programs said of each path, in the order it was started. */
  private static List<Done> storm(Person here, List<List<Turn>> verbs) throws InterruptedException {
    try (ExecutorService threads = Executors.newFixedThreadPool(verbs.size())) {
      List<Done> done = new ArrayList<>();
      for (Future<List<Done>> verb : threads.invokeAll(
          verbs.stream().<Callable<List<Done>>>map(
              turns -> () -> turns.stream().map(turn -> turn.done(here)).toList()).toList())) {
        done.addAll(verb.get());
      }
      return done;
    } catch (ExecutionException failed) {
      throw new AssertionError(failed.getCause());
    }
  }

  /**
   * Each is killed, but for the very first, which shows how long it takes, and for one of them in a round of three. When,
   * is drawn here and not on the thread that does it.
   */
  private List<Turn> turns(List<Work> works) {
    int whole = rounds == 0 ? 0 : random.nextInt(works.size() * 3);
    List<Turn> turns = new ArrayList<>();
    for (Work work : works) {
      boolean ends = turns.size() == whole;
      boolean afterAWord = work.kind() == Kind.HYDRATE && random.nextBoolean(); // it is the pass that talks on
      turns.add(new Turn(
          work, spans.get(work.kind()), ends ? OptionalDouble.empty() : OptionalDouble.of(random.nextDouble()),
          afterAWord));
    }
    return turns;
  }

  private List<Work> additions(StormOracle oracle, int round, boolean overlapping) throws IOException {
    List<Work> additions = new ArrayList<>();
    for (int turn = 0; turn < TURNS; turn++) {
      boolean again = turn > 0 && random.nextBoolean();
      Path source = temporary.resolve("source-" + rounds + "-" + turn);
      additions.add(again ? additions.getLast() : addition(source, oracle, round, overlapping));
    }
    return additions;
  }
  private Work addition(Path source, StormOracle oracle, int round, boolean overlapping) throws IOException {
    Set<String> names = new TreeSet<>();
    while (names.size() < ADDED) {
      names.add("/a/f%02d.txt".formatted(random.nextInt(LOCAL_NAMES)));
    }
    if (overlapping) {
      for (int i = 0; i < 4; i++) {
        names.add("/r%d/f%02d.txt".formatted(random.nextInt(round + 1), random.nextInt(REMOTE_FILES)));
      }
    }
    Map<String, String> versions = new TreeMap<>();
    for (String name : names) {
      versions.put(name, write(source, name));
    }
    versions.forEach(oracle::knows);
    return new Work(Kind.ADD, List.of("add", source.toString(), "--to", "."), versions);
  }

  /** Of what is surely there, so that each always has something to do; overlapping, also what others are at. */
  private List<Work> removals(StormOracle oracle, int round, boolean overlapping) {
    List<String> present = new ArrayList<>(oracle.present());
    Collections.shuffle(present, random);
    present.removeIf(name -> !overlapping && (name.startsWith("/a/") || name.startsWith("/r" + round + "/")));
    List<Work> removals = new ArrayList<>();
    for (int turn = 0; turn < TURNS; turn++) {
      Map<String, String> names = new TreeMap<>();
      present.subList(turn * REMOVED, (turn + 1) * REMOVED).forEach(name -> names.put(name, StormOracle.ABSENT));
      removals.add(removing(names));
    }
    return removals;
  }

  private static Work removing(Map<String, String> names) {
    List<String> words = new ArrayList<>(List.of("rm"));
    names.keySet().forEach(name -> words.add(name.substring(1)));
    return new Work(Kind.REMOVE, words, names);
  }

  /** Each goes on with what the one before it left; the very first, which is not killed, leaves all. */
  private List<Work> passes(int round) {
    List<Work> passes = new ArrayList<>(Collections.nCopies(TURNS, pass(round)));
    if (rounds == 0) {
      passes.set(0, pass(ROUNDS_OF_A_MIRROR));
    }
    return passes;
  }

  private Work pass(int round) {
    Map<String, String> names = new TreeMap<>(remote);
    names.keySet().removeIf(name -> !name.startsWith("/r" + round + "/"));
    return new Work(Kind.HYDRATE, List.of("hydrate", "r" + round + "/**"), names);
  }

  /** A different verb each time; a removal is of something that nobody was at. */
  private Work recovering(List<List<Turn>> turns, StormOracle oracle, List<Deed> deeds) {
    List<String> left = new ArrayList<>(oracle.present());
    deeds.forEach(deed -> left.remove(deed.name()));
    return switch (rounds % 4) {
      case 0 -> new Work(Kind.HYDRATE, List.of("verify"), Map.of());
      case 1 -> turns.getLast().getLast().work();
      case 2 -> turns.getFirst().getLast().work();
      default -> removing(Map.of(left.get(random.nextInt(left.size())), StormOracle.ABSENT));
    };
  }

  /** A removal is one group: of the paths that only it was at, either all are gone or none. */
  private void removedTogether(Work removal, List<Deed> deeds, StormOracle oracle) {
    Map<String, Integer> times = new HashMap<>();
    deeds.forEach(deed -> times.merge(deed.name(), 1, Integer::sum));
    List<String> alone = removal.versions().keySet().stream().filter(name -> times.get(name) == 1).toList();
    List<String> gone = alone.stream().filter(name -> oracle.state(name).equals(StormOracle.ABSENT)).toList();
    assertThat(gone).as(here() + ": one group").satisfiesAnyOf(
        names -> assertThat(names).isEmpty(), names -> assertThat(names).isEqualTo(alone));
  }

  private String write(Path root, String name) throws IOException {
    byte[] bytes = new byte[1024 + random.nextInt(random.nextInt(8) == 0 ? 512 * 1024 : 24 * 1024)];
    random.nextBytes(bytes);
    Path file = root.resolve(name.substring(1));
    Files.createDirectories(file.resolveSibling("."));
    Files.write(file, bytes);
    return StormOracle.version(bytes);
  }

  private String here() {
    return "seed " + seed + ", round " + rounds;
  }

  /**
   * What a program is started for.
   *
   * @param versions what becomes of each path
   */
  private record Work(Kind kind, List<String> command, Map<String, String> versions) {
    String[] words() {
      return Stream.concat(command.stream(), Stream.of(WAITING)).toArray(String[]::new);
    }

    /** What it said of each path, by the lines that had come out whole. */
    Collection<Deed> deeds(Ended ended) {
      Map<String, String> results = new HashMap<>();
      String whole = ended.out().substring(0, ended.out().lastIndexOf('\n') + 1);
      whole.lines().map(JSON::readTree).filter(line -> line.path("type").asString("").equals("item")).forEach(
          (JsonNode line) -> results.put(line.get("path").asString(), line.path("result").asString("")));
      return versions.entrySet().stream()
          .map(one -> new Deed(
              kind, one.getKey(), one.getValue(),
              Optional.ofNullable(results.get(one.getKey()))
                  .or(() -> ended.code() == KILLED ? Optional.empty() : Optional.of(StormOracle.NOTHING))))
          .toList();
    }
  }

  /**
   * One start of a program: when it is at work, or has said something, it is killed after a share of the time that it
   * usually takes from there.
   *
   * @param killedAfter the share; empty for one that may end by itself
   */
  private record Turn(Work work, Span span, OptionalDouble killedAfter, boolean afterAWord) {
    private static final double LEFT_AFTER_A_WORD = 0.5;

    Done done(Person here) {
      try (Running running = here.starts(work.words())) {
        boolean atWork = running.opens(here.directory().resolve(".cistern/locks"));
        long began = System.nanoTime();
        if (afterAWord) {
          running.firstLine();
        }
        double share = killedAfter.orElse(0) * (afterAWord ? LEFT_AFTER_A_WORD : 1);
        Ended ended = killedAfter.isPresent() && !running.endsWithin(span.share(share))
            ? running.kill()
            : running.end();
        boolean killed = ended.code() == KILLED;
        span.learn(System.nanoTime() - began, killed);
        return new Done(work.deeds(ended), killed && atWork, finishedAnothers(ended));
      }
    }
  }

  /**
   * What came of a turn.
   *
   * @param killed in the middle of its work
   * @param finishedAnothers it published what one that was killed had committed
   */
  private record Done(Collection<Deed> deeds, boolean killed, boolean finishedAnothers) {}

  private static boolean finishedAnothers(Ended ended) {
    return ended.err().contains("that an earlier run had committed");
  }

  /** How long a verb works, on this machine and beside the others; learned from those that ended before their kill. */
  private static final class Span {
    private long nanos;

    synchronized Duration share(double share) {
      return Duration.ofNanos((long) (nanos * share));
    }

    synchronized void learn(long took, boolean killed) {
      if (nanos == 0) {
        nanos = took;
      } else {
        nanos = killed ? Math.max(took, nanos + nanos / 20) : (nanos + took) / 2;
      }
    }
  }
}
