package io.cistern.it.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Additions, removals and passes side by side on one mirror, killed at random moments: what they said, is so. */
final class StormIT {
  private static final boolean CAMPAIGN = Boolean.getBoolean("cistern.campaign");
  private static final int KILLS = CAMPAIGN ? 500 : 5;
  private static final int ROUNDS_OF_A_MIRROR = 8;
  private static final int REMOTE_FILES = 20;
  private static final int LOCAL_NAMES = 40;
  private static final int ADDED = 16;
  private static final int REMOVED = 5;
  /** Of the time that one verb takes alone; three at once take longer. */
  private static final double EARLIEST = 0.6;
  private static final double LATEST = 2.0;
  private static final Duration AFTER_A_WORD = Duration.ofMillis(200);
  private static final int KILLED = 137;
  private static final String[] WAITING = {"--json", "--set", "lock.wait=60s"};
  private static final JsonMapper JSON = new JsonMapper();

  @TempDir
  Path temporary;

  private final long seed = Long.getLong("cistern.seed", System.nanoTime());
  private final Random random = new Random(seed);
  private final Map<String, String> remote = new TreeMap<>();
  private int rounds;
  private int killed;
  private int said;
  private int open;
  private int finished;
  private long pace = Duration.ofMillis(600).toNanos();

  @Test
  void whatWasSaidBeforeAKillIsSoAndNothingHalfDoneIsEverVisible() throws IOException, InterruptedException {
    System.out.println("StormIT: seed " + seed + " (again with -Dcistern.seed=" + seed + ")");
    Path workspace = temporary.resolve("workspace");
    for (int round = 0; round < ROUNDS_OF_A_MIRROR; round++) {
      for (int file = 0; file < REMOTE_FILES; file++) {
        String name = "/r%d/f%02d.txt".formatted(round, file);
        remote.put(name, write(workspace, name));
      }
    }
    Person person = Person.at(temporary.resolve("home"));
    long looks = 0;
    try (Served served = person.serves(workspace, "--chaos", "file:latency=15ms")) {
      while (killed < KILLS) {
        looks += oneMirror(person, served);
      }
    }
    assertThat(looks).as("contents compared").isPositive();
    System.out.println("StormIT: " + killed + " kills in " + rounds + " rounds, " + said + " operations said, " + open
        + " paths open after a kill, " + finished + " times a change was finished by the next command, " + looks
        + " contents compared");
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
      return watcher.looks();
    }
  }

  private void oneRound(Person here, StormOracle oracle, int round) throws IOException {
    Path source = temporary.resolve("source-" + rounds);
    boolean overlapping = random.nextBoolean();
    List<Work> works = List.of(
        addition(source, oracle, round, overlapping), removal(oracle, round, overlapping), pass(round));
    List<Deed> deeds = storm(here, works);
    oracle.happened(deeds);
    Work recovering = recovering(works, oracle, deeds);
    Ended recovered = here.runs(recovering.words());
    assertThat(recovered.code()).as(here() + ": " + recovered.out() + recovered.err()).isZero();
    finished += recovered.err().contains("that an earlier run had committed") ? 1 : 0;
    oracle.happened(recovering.deeds(recovered));
    open += oracle.settle(here.directory());
    if (recovering.equals(works.getLast())) {
      assertThat(recovering.versions().keySet()).as(here() + ": all were to be hydrated")
          .noneMatch(name -> oracle.state(name).equals(StormOracle.PLACEHOLDER));
    }
    removedTogether(works.get(1), deeds, oracle);
    assertThat(here.directory().resolve(".cistern/staging")).as(here()).isEmptyDirectory();
    verifies(here);
    try (Stream<Path> evidence = Files.list(here.directory().resolve(".cistern/quarantine"))) {
      assertThat(evidence.map(file -> file.getFileName().toString())).as(here())
          .allMatch(name -> name.startsWith("torn-"));
    }
  }

  /** Nothing is wrong; and how long that takes now tells when to kill, on a machine that is busy or idle. */
  private void verifies(Person here) {
    long began = System.nanoTime();
    Ended verified = here.runs("verify");
    pace = System.nanoTime() - began;
    assertThat(verified.code()).as(here() + ": " + verified.out() + verified.err()).isZero();
  }

  /** Runs them side by side and kills all, or one and waits for the others; what each said of each path. */
  private List<Deed> storm(Person here, List<Work> works) {
    boolean all = random.nextInt(3) > 0;
    boolean afterAWord = random.nextBoolean();
    int victim = afterAWord ? works.size() - 1 : random.nextInt(works.size()); // the pass is the one that talks on
    Duration delay = Duration.ofNanos((long) (pace * random.nextDouble(EARLIEST, LATEST)));
    Duration afterwards = Duration.ofMillis(random.nextLong(AFTER_A_WORD.toMillis()));
    List<Running> running = works.stream().map(work -> here.starts(work.words())).toList();
    try {
      if (afterAWord) {
        running.getLast().firstLine();
      }
      endWithin(all ? running : List.of(running.get(victim)), afterAWord ? afterwards : delay);
      List<Deed> deeds = new ArrayList<>();
      if (all) {
        running.forEach(Running::close);
      }
      for (int i = 0; i < works.size(); i++) {
        Ended ended = all || i == victim ? running.get(i).kill() : running.get(i).end();
        killed += ended.code() == KILLED ? 1 : 0;
        deeds.addAll(works.get(i).deeds(ended));
      }
      said += (int) deeds.stream().filter(deed -> deed.said().isPresent()).count();
      return deeds;
    } finally {
      running.forEach(Running::close);
    }
  }

  private static void endWithin(List<Running> running, Duration bound) {
    long until = System.nanoTime() + bound.toNanos();
    running.forEach(one -> one.endsWithin(Duration.ofNanos(Math.max(0, until - System.nanoTime()))));
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

  /** Some of what is surely there, so that it always has something to do; overlapping, also what others are at. */
  private Work removal(StormOracle oracle, int round, boolean overlapping) {
    List<String> present = new ArrayList<>(oracle.present());
    Collections.shuffle(present, random);
    Map<String, String> names = new TreeMap<>();
    present.stream()
        .filter(name -> overlapping || (!name.startsWith("/a/") && !name.startsWith("/r" + round + "/")))
        .limit(REMOVED)
        .forEach(name -> names.put(name, StormOracle.ABSENT));
    return removing(names);
  }

  private static Work removing(Map<String, String> names) {
    List<String> words = new ArrayList<>(List.of("rm"));
    names.keySet().forEach(name -> words.add(name.substring(1)));
    return new Work(Kind.REMOVE, words, names);
  }

  private Work pass(int round) {
    Map<String, String> names = new TreeMap<>(remote);
    names.keySet().removeIf(name -> !name.startsWith("/r" + round + "/"));
    return new Work(Kind.HYDRATE, List.of("hydrate", "r" + round + "/**"), names);
  }

  /** A different verb each time; a removal is of something that nobody was at. */
  private Work recovering(List<Work> works, StormOracle oracle, List<Deed> deeds) {
    List<String> left = new ArrayList<>(oracle.present());
    deeds.forEach(deed -> left.remove(deed.name()));
    return switch (rounds % 4) {
      case 0 -> new Work(Kind.HYDRATE, List.of("verify"), Map.of());
      case 1 -> works.getLast();
      case 2 -> works.getFirst();
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
}
