package io.cistern.it.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.cistern.it.acceptance.Launch.Ended;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The image that the build has just packaged, started in the ways people start programs. */
final class LauncherIT {
  private static final Path IMAGE = Path.of(System.getProperty("cistern.image"));
  private static final Path PROGRAM = IMAGE.resolve("bin/cistern");
  private static final Path SOURCE_LAUNCHER = Path.of(System.getProperty("cistern.root"), "bin/cistern");

  /** What libraries use where it is there: beans in Jackson, leak preventers in Jetty. */
  private static final Set<String> DISPENSABLE = Set.of("java.desktop");

  @TempDir
  Path temporary;

  @AfterEach
  void takeTheLinksAway() throws IOException {
    try (Stream<Path> everything = Files.walk(temporary)) {
      for (Path link : everything.filter(Files::isSymbolicLink).toList()) {
        Files.delete(link);
      }
    }
  }

  @Test
  void printsItsVersionAndNothingElse() {
    Ended ended = Launch.of(PROGRAM, "--version").run();

    assertThat(ended.code()).isZero();
    assertThat(ended.out()).startsWith("cistern ").hasLineCount(1);
    assertThat(ended.err()).isEmpty();
  }

  @Test
  void theSourceTreesLauncherStartsWhatIsBuilt() {
    Ended ended = Launch.of(SOURCE_LAUNCHER, "--version").in(temporary).run();

    assertThat(ended).extracting(Ended::code, Ended::err).containsExactly(0, "");
    assertThat(ended.out()).startsWith("cistern ");
  }

  @Test
  void startsThroughLinksAndDirectoriesWithSpaces() throws IOException {
    Path home = Files.createSymbolicLink(temporary.resolve("a home"), IMAGE);
    Path links = Files.createDirectories(temporary.resolve("some links"));
    Path absolute = Files.createSymbolicLink(links.resolve("absolute"), home.resolve("bin/cistern"));
    Path relative = Files.createSymbolicLink(links.resolve("relative"), Path.of("../a home/bin/cistern"));
    Path twice = Files.createSymbolicLink(temporary.resolve("twice"), Path.of("some links/relative"));
    Path source = Files.createSymbolicLink(links.resolve("source"), SOURCE_LAUNCHER);

    for (Path program : new Path[]{home.resolve("bin/cistern"), absolute, relative, twice, source}) {
      Ended ended = Launch.of(program, "--version").with("CISTERN_JAVA_OPTIONS", "-XX:AOTMode=on").run();

      assertThat(ended).as(program.toString()).extracting(Ended::code, Ended::err).containsExactly(0, "");
    }
  }

  @Test
  void startsByRelativeNamesFromAnyDirectory() {
    Ended beside = Launch.of(Path.of("./cistern"), "--version").in(IMAGE.resolve("bin")).run();
    Ended above = Launch.of(Path.of("bin/cistern"), "--version").in(IMAGE).run();
    Ended byPath = Launch.of(Path.of("sh"), "-c", "cistern --version").in(temporary)
        .with("PATH", IMAGE.resolve("bin") + ":/usr/bin:/bin").run();
    Ended byShell = Launch.of(Path.of("sh"), "cistern", "--version").in(IMAGE.resolve("bin")).run();

    assertThat(Stream.of(beside, above, byPath, byShell)).extracting(Ended::code, Ended::err)
        .containsOnly(tuple(0, ""));
  }

  @Test
  void keepsNamesOutsideAsciiInTheCLocale() {
    Ended plain = Launch.of(PROGRAM, "config", "get", "naïve-größe-名").with("LC_ALL", "C").run();
    Ended bare = Launch.of(PROGRAM, "config", "get", "naïve-größe-名").run();

    assertThat(plain.err()).contains("naïve-größe-名");
    assertThat(bare.err()).contains("naïve-größe-名");
  }

  @Test
  void livesInTheHomeThatTheShellNames() {
    Ended ended = Launch.of(PROGRAM, "config", "path").in(temporary).with("HOME", temporary.toString()).run();

    assertThat(ended.out()).isEqualTo(temporary.resolve(".config/cistern/config.toml") + "\n");
  }

  @Test
  void keepsEveryArgumentWhole() {
    Ended ended = Launch.of(PROGRAM, "config", "get", "two words * $HOME 'quoted'").run();

    assertThat(ended.err()).contains("two words * $HOME 'quoted'");
  }

  @Test
  void theProgramTakesTheLaunchersPlaceSoThatSignalsReachIt() {
    Ended packaged = Launch.of(PROGRAM, "--version").with("CISTERN_JAVA_OPTIONS", logged("packaged")).run();
    Ended source = Launch.of(SOURCE_LAUNCHER, "--version").with("CISTERN_JAVA_OPTIONS", logged("source")).run();

    assertThat(temporary.resolve("packaged-" + packaged.pid())).exists();
    assertThat(temporary.resolve("source-" + source.pid())).exists();
  }

  @ParameterizedTest
  @ValueSource(strings = {"config", "clone"})
  void startsFromACache(String verb) throws IOException {
    Ended ended = Launch.of(PROGRAM, verb, "--help")
        .with("CISTERN_JAVA_OPTIONS", "-XX:AOTMode=on " + logged("classes")).run();

    assertThat(ended).extracting(Ended::code, Ended::err).containsExactly(0, "");
    assertThat(Files.readString(temporary.resolve("classes-" + ended.pid())))
        .contains("io.cistern.cli.Main source: shared objects file")
        .contains("picocli.CommandLine source: shared objects file");
  }

  @Test
  void aServerToldToStopEndsAsOneThatWasTold() throws IOException {
    Path served = Files.createDirectories(temporary.resolve("served"));
    Process server = Launch.of(SOURCE_LAUNCHER, "serve", served.toString(), "--port", "0", "--json")
        .with("XDG_STATE_HOME", temporary.resolve("state").toString()).start();
    try {
      assertThat(server.inputReader().readLine()).contains("\"url\":");

      server.toHandle().destroy();

      assertThat(Launch.end(server).code()).isEqualTo(143);
    } finally {
      server.destroyForcibly();
    }
  }

  @Test
  void startsInSilenceWithoutACacheOrWithOneThatDoesNotFit() throws IOException {
    Path broken = Files.writeString(temporary.resolve("broken.aot"), "no cache at all");

    for (String option : new String[]{
        "-XX:AOTCache=" + broken, "-XX:AOTCache=" + temporary.resolve("missing.aot"),
        "-XX:+UseParallelGC -XX:-UseSerialGC",
        "--add-modules=java.sql"}) {
      Ended ended = Launch.of(PROGRAM, "--version").with("CISTERN_JAVA_OPTIONS", option).run();

      assertThat(ended).as(option).extracting(Ended::code, Ended::err).containsExactly(0, "");
      assertThat(ended.out()).as(option).startsWith("cistern ").hasLineCount(1);
    }
  }

  @Test
  void theRuntimeHoldsEveryModuleTheLibrariesNeed() throws IOException {
    Ended listed = Launch.of(IMAGE.resolve("runtime/bin/java"), "--list-modules").run();
    Set<String> held = listed.out().lines().map(line -> line.replaceFirst("@.*", "")).collect(Collectors.toSet());

    Set<String> needed = neededModules();
    needed.removeAll(DISPENSABLE);

    assertThat(needed).contains("java.base");
    assertThat(held).containsAll(needed);
  }

  @Test
  void theRehearsalLeftNothingButItsOwnDirectory() {
    assertThat(IMAGE.resolve("lib/looking.aot.config")).doesNotExist();
    assertThat(IMAGE.resolve("lib/moving.aot.config")).doesNotExist();
    assertThat(IMAGE.resolveSibling("cistern.new")).doesNotExist();
    assertThat(IMAGE.resolveSibling("cistern.old")).doesNotExist();
  }

  private String logged(String name) {
    return "-Xlog:class+load:file=" + temporary.resolve(name + "-%p");
  }

  private static Set<String> neededModules() throws IOException {
    String[] jars;
    try (Stream<Path> files = Files.list(IMAGE.resolve("lib"))) {
      jars = files.map(Path::toString).filter(name -> name.endsWith(".jar")).toArray(String[]::new);
    }
    Stream<String> options = Stream.of("--print-module-deps", "--ignore-missing-deps", "--multi-release", "25", "-q",
        "--class-path", String.join(":", jars));
    StringWriter out = new StringWriter();
    PrintWriter writer = new PrintWriter(out);
    int code = ToolProvider.findFirst("jdeps").orElseThrow()
        .run(writer, writer, Stream.concat(options, Arrays.stream(jars)).toArray(String[]::new));
    assertThat(code).as(out.toString()).isZero();
    return new TreeSet<>(Arrays.asList(out.toString().strip().split(",")));
  }
}
