package io.cistern.application.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cistern.application.port.HeldLock;
import io.cistern.application.testing.Hashes;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.journal.Sequence;
import io.cistern.domain.publish.StagedContent;
import io.cistern.domain.time.Deadline;
import io.cistern.domain.time.Patience;
import io.cistern.domain.workspace.ContentHash;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What staging has to do. */
public abstract class StagingContract {
  private MirrorFixture mirror;

  /** A fresh, empty mirror. */
  protected abstract MirrorFixture create();

  @BeforeEach
  void open() {
    mirror = create();
  }

  @AfterEach
  void close() {
    mirror.close();
  }

  @Test
  void hashesAndCountsWhatItReadsAndKeepsTheGivenTime() throws IOException {
    StagedContent staged = mirror.staging().stage(Facts.body("content"), Facts.MODIFIED, Deadline.NEVER);

    assertThat(staged.hash()).isEqualTo(Hashes.of("content"));
    assertThat(staged.size()).isEqualTo(7);
    assertThat(staged.modified()).isEqualTo(Facts.MODIFIED.toEpochMilli() * 1_000_000);
    try (InputStream in = mirror.staging().open(staged.name())) {
      assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("content");
    }
  }

  @Test
  void recallsWhatARemovalDisplacedAndTrashKeepsIt() throws IOException {
    StagedContent old = Facts.staged(mirror, "content");
    try (HeldLock held = mirror.lock().acquire(Deadline.NEVER).orElseThrow()) {
      Facts.published(mirror.tree(), held, 1, Facts.create("/a"));
      Facts.published(mirror.tree(), held, 2, Facts.fill("/a", old));
      Facts.published(mirror.tree(), held, 3, Facts.remove("/a", old));
    }

    StagedContent recalled = mirror.staging().recall(new Sequence(3), 0).orElseThrow();

    assertThat(recalled.hash()).isEqualTo(Hashes.of("content"));
    mirror.staging().force(List.of(recalled));
    mirror.staging().discard(List.of(recalled));
    assertThat(mirror.staging().recall(new Sequence(3), 0)).isPresent();
    assertThat(mirror.staging().recall(new Sequence(3), 1)).isEmpty();
    assertThat(mirror.trash().kept()).anySatisfy(kept -> {
      assertThat(kept.at()).isEqualTo(new Sequence(3));
      assertThat(kept.size()).isEqualTo(7);
    });
  }

  @Test
  void anEmptyBodyIsContentToo() {
    StagedContent staged = mirror.staging().stage(Facts.body(""), Facts.MODIFIED, Deadline.NEVER);

    assertThat(staged.hash()).isEqualTo(ContentHash.OF_NOTHING);
    assertThat(mirror.staging().present(List.of(staged))).isTrue();
  }

  @Test
  void aPlaceholderHasNoBytesAndTheGivenTime() {
    StagedContent placeholder = mirror.staging().placeholder(Facts.MODIFIED);

    assertThat(placeholder.hash()).isEqualTo(ContentHash.OF_NOTHING);
    assertThat(placeholder.modified()).isEqualTo(Facts.MODIFIED.toEpochMilli() * 1_000_000);
    assertThat(mirror.staging().present(List.of(placeholder))).isTrue();
  }

  @Test
  void whatOneHasSetAsideIsSeenByOthersUntilItEnds() {
    MirrorFixture other = mirror.another();
    other.staging().setAside(100_000);
    try (HeldLock held = mirror.lock().acquire(Deadline.NEVER).orElseThrow()) {
      assertThat(mirror.staging().setAsideByOthers(held)).isBetween(100_000L, 110_000L);
      other.staging().setAside(10_000);
      mirror.staging().setAside(5_000_000);
      assertThat(mirror.staging().setAsideByOthers(held)).isBetween(10_000L, 20_000L);
      other.staging().setAside(0);
      assertThat(mirror.staging().setAsideByOthers(held)).isZero();
      other.staging().setAside(7_000_000_000_000L);
      assertThat(mirror.staging().setAsideByOthers(held)).isBetween(7_000_000_000_000L, 7_000_000_010_000L);
      other.staging().close();
      assertThat(mirror.staging().setAsideByOthers(held)).isZero();
    }
    other.close();
  }

  @Test
  void noNameIsUsedTwice() {
    StagedContent first = mirror.staging().stage(Facts.body("a"), Facts.MODIFIED, Deadline.NEVER);
    mirror.staging().discard(List.of(first));
    StagedContent second = mirror.staging().stage(Facts.body("a"), Facts.MODIFIED, Deadline.NEVER);

    assertThat(second.name()).isNotEqualTo(first.name());
    assertThat(mirror.staging().present(List.of(first))).isFalse();
    assertThat(mirror.staging().present(List.of(second))).isTrue();
    assertThat(mirror.staging().present(List.of(first, second))).isFalse();
    assertThat(mirror.staging().present(List.of())).isTrue();
  }

  @Test
  void aBodyThatBreaksLeavesNothing() {
    InputStream broken = new SequenceInputStream(Facts.body("half"), new InputStream() {
      @Override
      public int read() throws IOException {
        throw new IOException("connection reset");
      }

      @Override
      public int read(byte[] into, int from, int length) throws IOException {
        throw new IOException("connection reset");
      }
    });

    assertThatThrownBy(() -> mirror.staging().stage(broken, Facts.MODIFIED, Deadline.NEVER))
        .isInstanceOf(CisternException.class);
    assertThat(reapedAfterTheEnd()).isZero();
  }

  @Test
  void aDeadlineThatHasPassedLeavesNothing() {
    assertThatThrownBy(() -> mirror.staging().stage(Facts.body("late"), Facts.MODIFIED, new Deadline(Instant.EPOCH)))
        .isInstanceOf(CisternException.class);
    assertThat(reapedAfterTheEnd()).isZero();
  }

  @Test
  void aPatienceIsAskedAgainWhileTheBodyArrives() {
    AtomicInteger asked = new AtomicInteger();
    Patience endsAfterAWhile = () -> asked.incrementAndGet() < 3 ? Deadline.NEVER : new Deadline(Instant.EPOCH);

    assertThatThrownBy(() -> mirror.staging().stage(withoutEnd(), Facts.MODIFIED, endsAfterAWhile))
        .isInstanceOfSatisfying(
            CisternException.class, e -> assertThat(e.failure()).isInstanceOf(Failure.TimedOut.class));
    assertThat(asked).hasValue(3);
    assertThat(reapedAfterTheEnd()).isZero();
  }

  @Test
  void forcingAndDiscardingMayBeRepeated() {
    StagedContent staged = mirror.staging().stage(Facts.body("a"), Facts.MODIFIED, Deadline.NEVER);
    mirror.staging().force(List.of(staged));
    mirror.staging().force(List.of(staged));
    mirror.staging().force(List.of());
    mirror.staging().discard(List.of(staged));

    assertThatCode(() -> mirror.staging().discard(List.of(staged))).doesNotThrowAnyException();
  }

  @Test
  void whatALivingProcessPreparesIsNeverReaped() {
    StagedContent staged = Facts.staged(mirror, "mine");
    MirrorFixture other = mirror.another();

    assertThat(reap(other)).isZero();

    assertThat(mirror.staging().present(List.of(staged))).isTrue();
    other.close();
  }

  private static InputStream withoutEnd() {
    return new InputStream() {
      @Override
      public int read() {
        return 'x';
      }
    };
  }

  private int reapedAfterTheEnd() {
    MirrorFixture other = mirror.another();
    mirror.staging().close();
    int reaped = reap(other);
    other.close();
    return reaped;
  }

  private static int reap(MirrorFixture mirror) {
    try (HeldLock held = mirror.lock().acquire(Deadline.NEVER).orElseThrow()) {
      return mirror.staging().reap(held);
    }
  }
}
