package io.cistern.it.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.it.acceptance.Launch.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two programs that want the same pass over the same mirror: one works, the other one says who does. */
final class TwoProcessesIT {
  private static final Duration A_MOMENT = Duration.ofMillis(5);

  @TempDir
  Path temporary;

  private Person person;
  private Served served;

  /** The first listing is answered; whoever lists again, or wants the slow file, waits until he gives up. */
  @BeforeEach
  void serve() throws IOException {
    Path workspace = Files.createDirectories(temporary.resolve("workspace"));
    Files.writeString(workspace.resolve("a.txt"), "a\n");
    Files.writeString(workspace.resolve("slow.txt"), "slow\n");
    person = Person.at(temporary.resolve("home"));
    served = person.serves(workspace, "--chaos", "tree:after=1,hang;file:path=/slow.txt,hang");
  }

  @AfterEach
  void stopServing() {
    served.close();
  }

  @Test
  void theSecondSaysWhichProcessIsAtWorkWithWhatAndSinceWhen() throws IOException {
    Ended names =
        person.runs("clone", served.url(), "m", "--content", "none", "--token-file", served.tokenFile());
    assertThat(names.code()).as(names.err()).isZero();

    Person here = person.in(person.home().resolve("m"));
    try (Running hydrating = here.starts("hydrate", "**");
        Running cloning =
            person.starts("clone", served.url(), "other", "--token-file", served.tokenFile())) {
      awaitPass(hydrating, "m", "hydration");
      awaitPass(cloning, "other", "bootstrap");

      try (Running hydratingToo = here.starts("hydrate", "**", "--set", "lock.wait=50ms");
          Running cloningToo = person.starts("clone", served.url(), "other", "--token-file", served.tokenFile())) {
        assertNames(hydratingToo.end(), "cistern hydrate");
        assertNames(cloningToo.end(), "cistern clone");
      }

      hydrating.signal("TERM");
      cloning.signal("INT");
      assertThat(hydrating.end().code()).isEqualTo(143);
      assertThat(cloning.end().code()).isEqualTo(130);
    }
  }

  private void awaitPass(Running running, String mirror, String pass) throws IOException {
    Path holder = person.home().resolve(mirror).resolve(".cistern/locks").resolve(pass + ".holder");
    boolean ended = false;
    while (!ended && !(Files.exists(holder) && Files.readString(holder).startsWith("state=holding"))) {
      ended = running.endsWithin(A_MOMENT);
    }
    assertThat(ended).as("it ended before it held the pass").isFalse();
  }

  private static void assertNames(Ended refused, String command) {
    assertThat(refused.code()).as(refused.out() + refused.err()).isEqualTo(11);
    assertThat(refused.err()).containsPattern("by process \\d+ \\(" + command + "\\) since 20\\d\\d-\\S+Z\n");
  }
}
