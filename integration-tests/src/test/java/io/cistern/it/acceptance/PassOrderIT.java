package io.cistern.it.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.it.acceptance.Launch.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The order of a pass, as the broker's log of requests has it. A line is written when its answer has ended. */
final class PassOrderIT {
  private static final int FILES = 30;

  @TempDir
  Path temporary;

  @Test
  void oneAtATimeIsInOrderHoweverSlowAFileIsAndManyAtATimeOvertakeIt() throws IOException {
    Path workspace = Files.createDirectories(temporary.resolve("workspace"));
    List<String> names = new ArrayList<>();
    for (int i = 0; i < FILES; i++) {
      names.add("/f%02d".formatted(i));
      Files.writeString(workspace.resolve("f%02d".formatted(i)), "content " + i);
    }
    Person person = Person.at(temporary.resolve("home"));
    try (Served served = person.serves(workspace, "--chaos", "file:path=/f03,latency=400ms")) {
      assertThat(hydrates(person, served, "one", "1")).as("in order").isEqualTo(names);
      assertThat(hydrates(person, served, "none", "0")).as("0 acts as 1").isEqualTo(names);
      assertThat(hydrates(person, served, "many", "8")).as("side by side").isNotEqualTo(names)
          .containsExactlyInAnyOrderElementsOf(names);
    }
  }

  /** The files asked for by a new mirror's pass, in the order of the broker's log. */
  private static List<String> hydrates(Person person, Served served, String mirror, String parallelism) {
    Ended cloned = person.runs("clone", served.url(), mirror, "--content", "none", "--token-file", served.tokenFile());
    assertThat(cloned.code()).as(cloned.err()).isZero();
    int before = served.fileRequests().size();
    Ended pass = person.in(person.home().resolve(mirror))
        .runs("hydrate", "**", "--set", "hydrate.parallelism=" + parallelism);
    assertThat(pass.code()).as(pass.err()).isZero();
    List<String> asked = served.fileRequests();
    return asked.subList(before, asked.size());
  }
}
