package io.cistern.cli;

import io.cistern.cli.command.CommandTree;
import io.cistern.cli.command.StopRequest;
import io.cistern.cli.settings.Streams;
import io.cistern.cli.settings.Surroundings;
import java.io.BufferedOutputStream;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Optional;

/** The program. */
public final class Main {
  private static final int BUFFER = 1 << 16;

  private Main() {}

  /** Runs one command line and ends the process with its exit code. */
  public static void main(String[] args) {
    // Guice's own byte code is what still warns of sun.misc.Unsafe; it reads this when its first class is loaded.
    System.setProperty("guice_bytecode_gen_option", "DISABLED");
    if (System.getProperty("os.name", "").startsWith("Windows")) {
      System.err.println("cistern: Windows is not supported yet");
      Runtime.getRuntime().exit(1);
    }
    Runtime.getRuntime().exit(run(args));
  }

  static int run(String... args) {
    StopRequest stop = new StopRequest();
    Signals.into(stop);
    Surroundings surroundings = surroundings();
    int code = new CommandTree(surroundings, stop).run(args);
    surroundings.streams().out().flush();
    surroundings.streams().err().flush();
    return code;
  }

  private static Surroundings surroundings() {
    Streams streams = new Streams(
        utf8(FileDescriptor.out), utf8(FileDescriptor.err), isTerminal("1"), isTerminal("2"));
    return new Surroundings(
        System.getenv(),
        Path.of("").toAbsolutePath(),
        home(),
        streams,
        InstantSource.system(),
        ZoneId.systemDefault());
  }

  /** As the shell's ~ has it; the JDK asks the user database, which containers and sandboxes overrule. */
  private static Path home() {
    return Optional.ofNullable(System.getenv("HOME"))
        .filter(text -> !text.isEmpty())
        .map(Path::of)
        .filter(Path::isAbsolute)
        .orElseGet(() -> Path.of(System.getProperty("user.home")));
  }

  private static PrintStream utf8(FileDescriptor descriptor) {
    return new PrintStream(
        new BufferedOutputStream(new FileOutputStream(descriptor), BUFFER), false, StandardCharsets.UTF_8);
  }

  /** Asks the system where it can, because the JDK's console answers for input and output together. */
  private static boolean isTerminal(String descriptor) {
    Path link = Path.of("/proc/self/fd", descriptor);
    try {
      String target = Files.readSymbolicLink(link).toString();
      return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
    } catch (IOException | UnsupportedOperationException _) {
      return Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
    }
  }
}
