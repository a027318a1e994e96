package io.cistern.it.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.it.acceptance.Launch.Ended;
import java.nio.file.Path;

/** Names that Java cannot make. */
final class Special {
  private Special() {}

  static void fifo(Path path) {
    Ended made = Launch.of(Path.of("mkfifo"), path.toString()).run();
    assertThat(made.code()).as(made.err()).isZero();
  }
}
