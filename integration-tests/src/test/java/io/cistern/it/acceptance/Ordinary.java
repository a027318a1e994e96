package io.cistern.it.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.it.acceptance.Launch.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A user to whom files can be closed: whoever runs the tests, or, where that is root, nobody in particular. */
final class Ordinary {
  private static final int NOBODY = 65_534;

  private final Person person;
  private final boolean another;

  private Ordinary(Person person, boolean another) {
    this.person = person;
    this.another = another;
  }

  /** One with a home below this directory. */
  static Ordinary below(Path directory) throws IOException {
    boolean root = Integer.valueOf(0).equals(Files.getAttribute(directory, "unix:uid"));
    Path home = Files.createDirectories(directory.resolve("home"));
    List<String> as = root ? asNobody() : List.of();
    return new Ordinary(new Person(home, home, as), root);
  }

  Person person() {
    return person;
  }

  /** Gives the user everything below, and a way to it. */
  void own(Path directory) {
    if (another) {
      run("chmod", "a+rx", directory.toString());
      run("chown", "-R", NOBODY + ":" + NOBODY, directory.toString());
    }
  }

  /** Undoes what would keep others from removing it all. */
  void openAgain(Path directory) {
    run("chmod", "-R", "u+rwX", directory.toString());
  }

  private static List<String> asNobody() {
    String number = Integer.toString(NOBODY);
    if (Launch.of(Path.of("sh"), "-c", "command -v setpriv").run().code() == 0) {
      return List.of("setpriv", "--reuid", number, "--regid", number, "--clear-groups", "--");
    }
    return List.of("su", "-s", "/bin/sh", "nobody", "-c", "exec \"$0\" \"$@\"", "--");
  }

  private static void run(String... command) {
    Ended ended = Launch.of(Path.of(command[0]), java.util.Arrays.copyOfRange(command, 1, command.length)).run();
    assertThat(ended.code()).as(ended.err()).isZero();
  }
}
