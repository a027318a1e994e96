package io.cistern.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Runs several command lines in one process. The packaging records what they load, so that the program later starts with
 * it at hand; a process per command line would leave a record of the last one only.
 */
final class Rehearsal {

  private Rehearsal() {}

  /** Runs the lines of the named file, words separated by blanks, in the current directory; {@code #} starts a remark. */
  public static void main(String[] args) throws IOException {
    System.setProperty("guice_bytecode_gen_option", "DISABLED");
    for (String line : Files.readAllLines(Path.of(args[0]))) {
      if (!line.isBlank() && !line.startsWith("#")) {
        int code = Main.run(line.strip().split(" +"));
        System.out.println("rehearsed: " + line + " -> " + code);
      }
    }
    System.exit(0);
  }
}
