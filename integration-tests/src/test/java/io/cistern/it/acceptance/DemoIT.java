package io.cistern.it.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.it.acceptance.Launch.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The demonstration: over its own sample, and over directories of other people, which it leaves alone. */
final class DemoIT {
  private static final boolean CAMPAIGN = Boolean.getBoolean("cistern.campaign");
  private static final long SEED = 9;

  @TempDir
  Path temporary;

  private Person person;
  private Path scratch;

  @BeforeEach
  void haveAPlaceForTemporaryFiles() throws IOException {
    person = Person.at(temporary.resolve("home"));
    scratch = Files.createDirectory(temporary.resolve("scratch"));
  }

  @Test
  void showsEverythingOnASampleAndLeavesNothing() throws IOException {
    Ended ended = demo();

    assertThat(ended.code()).as(ended.out() + ended.err()).isZero();
    assertThat(ended.out())
        .contains("cistern serve", "cistern clone", "cistern hydrate", "cistern verify", "in sync")
        .contains("all is as it should be");
    assertThat(scratch).isEmptyDirectory();
    assertThat(person.home()).isEmptyDirectory();
  }

  @Test
  void mirrorsATreeAsGitKeepsItToTheLastByte() throws IOException {
    Path tree = likeGit(temporary.resolve("tree"));
    Map<String, FileTime> before = times(tree);

    Ended ended = demo(tree.toString(), "--json");

    assertThat(ended.code()).as(ended.out() + ended.err()).isZero();
    JsonNode summary = new JsonMapper().readTree(ended.out().lines().reduce((_, last) -> last).orElseThrow());
    assertThat(summary.get("files").asLong()).isEqualTo(Trees.files(tree).size());
    assertThat(summary.get("checked").asLong()).isEqualTo(Trees.files(tree).size());
    assertThat(summary.get("verdict").asString()).isEqualTo("in-sync");
    assertThat(times(tree)).as("what is served is only read").isEqualTo(before);
    assertThat(scratch).isEmptyDirectory();
  }

  @Test
  void mirrorsThisRepository() throws IOException {
    Path repository = Path.of(System.getProperty("cistern.root"));
    // What was built here is large. A checkout without history, as in an archive, still has its documents.
    Path history = repository.resolve(".git");
    Path part = Files.isDirectory(history) ? history : repository.resolve("docs");
    Path chosen = CAMPAIGN ? repository : asItIsNow(part);

    Ended ended = demo(chosen.toString());

    assertThat(ended.code()).as(ended.out() + ended.err()).isZero();
    assertThat(ended.out()).contains("all is as it should be");
    assertThat(scratch).isEmptyDirectory();
  }

  /** A copy, in which nobody works meanwhile; without what goes while it is made. */
  private Path asItIsNow(Path tree) throws IOException {
    Path copy = temporary.resolve("as it is now");
    for (Path file : Trees.files(tree)) {
      Path place = copy.resolve(file.toString());
      Files.createDirectories(place.getParent());
      try {
        Files.copy(tree.resolve(file), place);
      } catch (NoSuchFileException _) {
        // A lock of somebody who works there, or what was packed with others.
      }
    }
    return copy;
  }

  @Test
  void stoppedInTheMiddleItStillCleansUp() throws IOException {
    Path tree = Files.createDirectory(temporary.resolve("many"));
    Trees.files(tree, CAMPAIGN ? 2000 : 500, 20, new Random(SEED));
    try (Running running = Running.start(person.types("demo", tree.toString()).with("TMPDIR", scratch.toString()))) {
      assertThat(running.firstLine()).contains("cistern serve");
      running.signal("INT");

      Ended ended = running.end();

      assertThat(ended.code()).as(ended.out() + ended.err()).isIn(130, 0);
      assertThat(scratch).isEmptyDirectory();
    }
  }

  private Ended demo(String... words) {
    Launch launch = person.types(Stream.concat(Stream.of("demo"), Stream.of(words)).toArray(String[]::new));
    return Running.run(launch.with("TMPDIR", scratch.toString()));
  }

  /** Binary objects under hashes, empty files, dot files, paths as deep and names as long as they come. */
  private static Path likeGit(Path root) throws IOException {
    Random random = new Random(SEED);
    for (int i = 0; i < (CAMPAIGN ? 200 : 50); i++) {
      byte[] object = new byte[random.nextInt(5000)];
      random.nextBytes(object);
      Path directory = Files.createDirectories(root.resolve(".git/objects/%02x".formatted(random.nextInt(256))));
      Files.write(directory.resolve("%038x".formatted(random.nextLong() >>> 1)), object);
    }
    Path deep = root.resolve("src");
    for (int i = 0; i < 40; i++) {
      deep = deep.resolve("level" + i);
    }
    Files.writeString(Files.createDirectories(deep).resolve("Deep.java"), "final class Deep {}\n");
    Files.createDirectories(root.resolve(".git/refs/heads"));
    Files.writeString(root.resolve(".git/HEAD"), "ref: refs/heads/main\n");
    Files.createFile(root.resolve(".git/index.empty"));
    Files.createFile(root.resolve("empty"));
    Files.writeString(root.resolve("n".repeat(200)), "a long name\n");
    Files.writeString(root.resolve("é".repeat(100)), "a long name in UTF-8\n");
    Files.writeString(root.resolve("with 'quotes' \"and\" \\ * [x] ?"), "odd\n");
    return root;
  }

  private static Map<String, FileTime> times(Path root) throws IOException {
    Map<String, FileTime> times = new TreeMap<>();
    try (Stream<Path> all = Files.walk(root)) {
      for (Path path : all.toList()) {
        times.put(root.relativize(path).toString(), Files.getLastModifiedTime(path));
      }
    }
    return times;
  }
}
