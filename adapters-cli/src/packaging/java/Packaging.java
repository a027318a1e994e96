import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/**
 * Puts the program together as users get it: a Java runtime with the modules it needs, its jars, its launcher, and the
 * cache that makes it start fast. The build runs this file with the JDK it compiles with.
 *
 * <p>The image is made beside the old one and takes its place at the end, so that a build that fails leaves a program
 * that works.
 */
final class Packaging {
  private final Path module;
  private final Path build;
  private final Path fresh;
  private final Path work;
  private final FileTime pinned;

  private Packaging(Path module, Path build, FileTime pinned) {
    this.module = module;
    this.build = build;
    this.fresh = build.resolve("cistern.new");
    this.work = build.resolve("rehearsal");
    this.pinned = pinned;
  }

  /**
   * What the build has to say, in this order: the module's directory; its build directory; its jar; the moment that every
   * file of the image is dated; the moment the build began; the sources of picocli; the Java modules; the class path.
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    Packaging packaging =
        new Packaging(Path.of(args[0]), Path.of(args[1]), FileTime.from(Instant.parse(args[3])));
    Path jar = Path.of(args[2]);
    Path picocliSources = Path.of(args[5]);
    packaging.start();
    packaging.runtime(args[6]);
    packaging.libraries(jar, picocliSources, args[7].split(File.pathSeparator));
    packaging.plainFiles();
    packaging.rehearse();
    packaging.finish(FileTime.from(Instant.parse(args[4])));
  }

  private void start() throws IOException {
    delete(fresh);
    Files.createDirectories(fresh.resolve("lib"));
  }

  private void runtime(String modules) {
    tool("jlink", "--add-modules", modules, "--output", fresh.resolve("runtime").toString(),
        "--strip-java-debug-attributes", "--no-header-files", "--no-man-pages");
  }

  /** The jars, in the class path's order: the program's own is first and names the others in its manifest. */
  private void libraries(Path jar, Path picocliSources, String[] classPath) throws IOException {
    Path lib = fresh.resolve("lib");
    Files.copy(jar, lib.resolve("cistern.jar"));
    for (String entry : classPath) {
      Path library = Path.of(entry);
      if (Files.isRegularFile(library)) {
        Files.copy(library, lib.resolve(library.getFileName()));
      }
    }
    recompilePicocli(picocliSources, lib);
  }

  /** The cache takes no class file as old as those that picocli is published with. */
  private void recompilePicocli(Path sources, Path lib) throws IOException {
    Path work = build.resolve("picocli");
    delete(work);
    Path classes = work.resolve("classes");
    Path published = single(lib, "picocli-*.jar");
    tool("jar", "--extract", "--file", sources.toString(), "--dir", work.resolve("sources").toString());
    tool("javac", "--release", "25", "-nowarn", "-Xlint:none", "-proc:none", "-encoding", "UTF-8", "-d",
        classes.toString(),
        "-sourcepath", work.resolve("sources").toString(), work.resolve("sources/picocli/CommandLine.java").toString(),
        work.resolve("sources/picocli/AutoComplete.java").toString());
    tool("jar", "--create", "--file", published.toString(), "--date", pinned.toInstant().toString(), "-C",
        classes.toString(), ".");
  }

  private void plainFiles() throws IOException {
    Path root = module.getParent();
    Files.copy(root.resolve("LICENSE"), fresh.resolve("LICENSE"));
    Files.copy(root.resolve("NOTICE"), fresh.resolve("NOTICE"));
    Files.createDirectories(fresh.resolve("bin"));
    Files.copy(module.resolve("src/packaging/bin/cistern"), fresh.resolve("bin/cistern"),
        StandardCopyOption.COPY_ATTRIBUTES);
    Files.createDirectories(fresh.resolve("share/cistern"));
    copyTree(module.resolve("src/main/schema"), fresh.resolve("share/cistern/schema"));
  }

  /**
   * Runs command lines once and has the JVM keep what it loaded, twice: everything in a cache is loaded at each start, so
   * verbs that only look do not pay for what moving content needs. Files are dated before: the JVM knows by size and date
   * what a cache was made for.
   */
  private void rehearse() throws IOException, InterruptedException {
    pin();
    delete(work);
    Files.createDirectories(work.resolve("tmp"));
    train("moving", work);
    train("looking", mirror());
  }

  private void train(String name, Path directory) throws IOException, InterruptedException {
    Path cache = fresh.resolve("lib/" + name + ".aot");
    Path log = build.resolve("rehearsal-" + name + ".log");
    Path lines = module.resolve("src/packaging/rehearsal-" + name + ".txt");
    int code = program(directory, List.of("-XX:AOTCacheOutput=" + cache), "io.cistern.cli.Rehearsal", lines.toString())
        .redirectErrorStream(true).redirectOutput(log.toFile()).start().waitFor();
    if (code != 0 || !Files.exists(cache)) {
      System.out.println(Files.readString(log));
      throw new IllegalStateException("The rehearsal ended with " + code + "; above is what it printed.");
    }
  }

  /** Some directory of this module, served and mirrored: what the looking verbs look at. */
  private Path mirror() throws IOException, InterruptedException {
    Path token = work.resolve("token");
    Process server = program(work, List.of(), "io.cistern.cli.Main", "serve",
        module.resolve("src/packaging").toString(), "--port", "0", "--token-file", token.toString(), "--json")
        .redirectError(build.resolve("rehearsal-serve.log").toFile()).start();
    try (var said = server.inputReader()) {
      String first = String.valueOf(said.readLine());
      Matcher url = Pattern.compile("\"url\":\"([^\"]+)\"").matcher(first);
      if (!url.find()) {
        throw new IllegalStateException("serve named no URL: " + first);
      }
      Path mirror = work.resolve("mirror");
      int code = program(work, List.of(), "io.cistern.cli.Main", "clone", url.group(1), mirror.toString(),
          "--token-file", token.toString()).inheritIO().redirectOutput(ProcessBuilder.Redirect.DISCARD).start()
          .waitFor();
      if (code != 0) {
        throw new IllegalStateException("clone ended with " + code);
      }
      return mirror;
    } finally {
      server.destroy();
      server.waitFor();
    }
  }

  private ProcessBuilder program(Path directory, List<String> options, String main, String... arguments) {
    List<String> command = new ArrayList<>(List.of(fresh.resolve("runtime/bin/java").toString()));
    command.addAll(options);
    command.addAll(List.of("-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED",
        "-Djava.io.tmpdir=" + work.resolve("tmp"), "-Duser.home=" + work,
        "-cp", fresh.resolve("lib/cistern.jar").toString(), main));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile())
        .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
    surroundings(builder.environment(), work);
    return builder;
  }

  /** Nothing of the person who builds: no home, no settings, no tokens, no proxy. */
  private static void surroundings(Map<String, String> environment, Path work) {
    environment.keySet().removeIf(name -> name.startsWith("CISTERN_") || name.startsWith("RELAYFILE_")
        || name.startsWith("XDG_") || name.toUpperCase(Locale.ROOT).endsWith("_PROXY") || name.endsWith("JAVA_OPTIONS")
        || name.equals("JAVA_TOOL_OPTIONS"));
    environment.put("HOME", work.toString());
    environment.put("TMPDIR", work.resolve("tmp").toString());
    for (String name : List.of("CONFIG", "STATE", "CACHE", "DATA")) {
      environment.put("XDG_" + name + "_HOME", work.resolve(name.toLowerCase(Locale.ROOT)).toString());
    }
    environment.put("LC_ALL", "C.UTF-8");
  }

  private void finish(FileTime begun) throws IOException {
    pin();
    Path image = build.resolve("cistern");
    Path old = build.resolve("cistern.old");
    delete(old);
    if (Files.exists(image)) {
      Files.move(image, old);
    }
    Files.move(fresh, image);
    delete(old);
    Path stamp = build.resolve("cistern.stamp");
    Files.writeString(stamp, begun + "\n");
    Files.setLastModifiedTime(stamp, begun);
  }

  private void pin() throws IOException {
    for (Path path : tree(fresh)) {
      if (!Files.isSymbolicLink(path)) {
        Files.setLastModifiedTime(path, pinned);
      }
    }
  }

  private static void tool(String name, String... arguments) {
    PrintStream out = System.out;
    int code = ToolProvider.findFirst(name).orElseThrow(() -> new IllegalStateException("This JDK has no " + name))
        .run(out, out, arguments);
    if (code != 0) {
      throw new IllegalStateException(name + " ended with " + code);
    }
  }

  private static Path single(Path directory, String glob) throws IOException {
    try (var found = Files.newDirectoryStream(directory, glob)) {
      return found.iterator().next();
    }
  }

  private static void copyTree(Path from, Path to) throws IOException {
    if (Files.exists(from)) {
      for (Path path : tree(from).reversed()) {
        Files.copy(path, to.resolve(from.relativize(path).toString()));
      }
    }
  }

  private static void delete(Path directory) throws IOException {
    if (Files.exists(directory)) {
      for (Path path : tree(directory)) {
        Files.delete(path);
      }
    }
  }

  /** Everything under a directory and itself, children before parents. */
  private static List<Path> tree(Path directory) throws IOException {
    try (Stream<Path> paths = Files.walk(directory)) {
      return paths.sorted(Comparator.reverseOrder()).toList();
    }
  }
}
