package io.cistern.it.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.it.acceptance.Launch.Ended;
import io.cistern.it.support.LocalBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The order of a pass, as the broker's log of requests has it. A line is written when its answer ends. */
final class PassOrderIT {
  private static final int FILES = 30;
  private static final Duration A_MOMENT = Duration.ofMillis(5);
  private static final List<String> SLOW = List.of("/f03");

  @TempDir
  Path temporary;

  private final List<String> names = new ArrayList<>();
  private Person person;
  private LocalBroker broker;

  @BeforeEach
  void serve() throws IOException {
    Path workspace = Files.createDirectories(temporary.resolve("workspace"));
    for (int i = 0; i < FILES; i++) {
      names.add("/f%02d".formatted(i));
      Files.writeString(workspace.resolve("f%02d".formatted(i)), "content " + i);
    }
    person = Person.at(temporary.resolve("home"));
    broker = LocalBroker.over(workspace, temporary.resolve("state"));
  }

  @AfterEach
  void stopServing() {
    broker.close();
  }

  @Test
  void oneAtATimeIsInOrderHoweverSlowAFileIsAndManyAtATimeOvertakeIt() throws IOException {
    assertThat(hydrates("one", "1", 3)).as("in order").isEqualTo(names);
    assertThat(hydrates("none", "0", 3)).as("0 acts as 1").isEqualTo(names);
    assertThat(hydrates("many", "8", FILES - 1)).as("side by side")
        .endsWith("/f03").containsExactlyInAnyOrderElementsOf(names);
  }

  /**
   * The files asked for by a new mirror's pass, in the order of the broker's log; one of them is answered when so many
   * others are.
   */
  private List<String> hydrates(String mirror, String parallelism, int others) throws IOException {
    Ended cloned = person.runs(
        "clone", broker.workspace().toString(), mirror, "--content", "none", "--token-file",
        broker.tokenFile().toString());
    assertThat(cloned.code()).as(cloned.err()).isZero();
    int before = broker.fileRequests().size();
    broker.hold(SLOW);
    try (Running pass = person.in(person.home().resolve(mirror)).starts(
        "hydrate", "**", "--set", "hydrate.parallelism=" + parallelism)) {
      boolean ended = false;
      while (!ended && (broker.waiting("/f03") == 0 || broker.fileRequests().size() < before + others)) {
        ended = pass.endsWithin(A_MOMENT);
      }
      broker.release(SLOW);
      Ended all = pass.end();
      assertThat(all.code()).as(all.err()).isZero();
    }
    List<String> asked = broker.fileRequests();
    return asked.subList(before, asked.size());
  }
}
