package io.cistern.application.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.application.concurrent.RightOfWay;
import io.cistern.application.testing.FakeContent;
import io.cistern.domain.time.Deadline;
import io.cistern.domain.time.Patience;
import io.cistern.domain.workspace.Revision;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PolitenessTest {
  private static final int PIECE = 8 * 1024;

  private final RightOfWay way = new RightOfWay(Duration.ofHours(1), Duration.ZERO);
  private final AtomicInteger signs = new AtomicInteger();
  private final Politeness polite = new Politeness(new Counted(), way, () -> false);

  @Test
  void patienceThatIsAskedWhileItsReadStandsStillSeesASignOfLife() throws InterruptedException {
    RightOfWay.Way first = way.goFirst();
    Thread reader = Thread.ofPlatform().start(() -> reads(polite, 2 * PIECE));
    while (way.standing() == 0) {
      Thread.onSpinWait();
    }
    assertThat(signs).hasValue(0);

    polite.deadline();
    assertThat(signs).as("it is not the remote that is silent").hasValue(1);

    first.close();
    reader.join();
    assertThat(signs).as("silence is counted anew").hasValue(2);
    polite.deadline();
    assertThat(signs).as("and runs from now on").hasValue(2);
  }

  @Test
  void aWaitWhoseEndIsKnownIsJudgedByThePatienceBeneath() {
    Instant later = Instant.EPOCH.plusSeconds(60);

    assertThat(polite.deadline().passed(later)).isTrue();
    assertThat(polite.outlasts(later)).isTrue();
    assertThat(polite.outlasts(later.plusSeconds(1))).isFalse();
  }

  @Test
  void whoseTurnItIsReadsOnePieceBeforeItGivesWayAgain() {
    RightOfWay impatient = new RightOfWay(Duration.ofNanos(1), Duration.ZERO);
    Politeness brief = new Politeness(new Counted(), impatient, () -> false);
    try (RightOfWay.Way _ = impatient.goFirst()) {
      reads(brief, PIECE);
      assertThat(signs).as("as often as it stood still").hasValue(0);

      reads(brief, PIECE + 1);
      assertThat(signs).hasValue(1);
    }
  }

  private static void reads(Politeness polite, int length) {
    InputStream bytes = new ByteArrayInputStream(new byte[length]);
    try (FakeContent content =
        new FakeContent("/x", new Revision("rev_1"), Optional.empty(), Optional.empty(), bytes)) {
      assertThat(polite.of(content).body().readNBytes(length)).hasSize(length);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private final class Counted implements Patience {
    @Override
    public Deadline deadline() {
      return new Deadline(Instant.EPOCH);
    }

    @Override
    public boolean outlasts(Instant moment) {
      return !moment.isAfter(Instant.EPOCH.plusSeconds(60));
    }

    @Override
    public void sawLife() {
      signs.incrementAndGet();
    }
  }
}
