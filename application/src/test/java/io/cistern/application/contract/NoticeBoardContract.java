package io.cistern.application.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.application.port.NoticeBoard;
import io.cistern.application.port.NoticeBoard.Notices;
import io.cistern.application.port.NoticeBoard.OpenNotice;
import io.cistern.application.port.NoticeBoard.PassNotice;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the notices beside the locks have to do. */
public abstract class NoticeBoardContract {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  private NoticeBoard board;
  private NoticeBoard other;

  /** A board on which nothing is said yet. */
  protected abstract NoticeBoard create();

  /** The same board, as another living process sees it. */
  protected abstract NoticeBoard another();

  @BeforeEach
  void open() {
    board = create();
    other = another();
  }

  @Test
  void nothingIsSaidAtFirst() {
    assertThat(board.read()).isEqualTo(Notices.NONE);
    assertThat(board.passIsWanted()).isFalse();
    assertThat(board.takeWanted()).isFalse();
  }

  @Test
  void aWantedPassStandsUntilOneTakesIt() {
    board.wantPass();
    other.wantPass();

    assertThat(other.passIsWanted()).isTrue();
    assertThat(other.takeWanted()).isTrue();
    assertThat(board.takeWanted()).as("two wishes are one").isFalse();

    board.wantPass();
    assertThat(board.takeWanted()).as("and it can be wanted again").isTrue();
  }

  @Test
  void aPassIsSeenByOthersUntilItEnds() {
    PassNotice notice = new PassNotice(NOON, 3, 10, 4096);

    board.tell(notice);

    assertThat(other.read().pass()).hasValueSatisfying(pass -> assertThat(pass.notice()).isEqualTo(notice));
    board.passEnded();
    assertThat(other.read()).isEqualTo(Notices.NONE);
  }

  @Test
  void opensAreSeenWithTheOneThatWaitsLongest() {
    board.waiting(List.of(new OpenNotice("/b", NOON.plusSeconds(1)), new OpenNotice("/c", NOON.plusSeconds(2))));
    other.waiting(List.of(new OpenNotice("/a=b c", NOON)));

    Notices seen = board.read();

    assertThat(seen.waiting()).isEqualTo(3);
    assertThat(seen.oldest()).hasValueSatisfying(
        oldest -> assertThat(oldest.oldest()).isEqualTo(new OpenNotice("/a=b c", NOON)));
    other.waiting(List.of());
    assertThat(board.read().waiting()).isEqualTo(2);
    board.waiting(List.of());
    assertThat(other.read()).isEqualTo(Notices.NONE);
  }

  @Test
  void aPassAndAnOpenOfOneProcessDoNotEraseEachOther() {
    board.tell(new PassNotice(NOON, 0, 1, 0));
    board.waiting(List.of(new OpenNotice("/a", NOON)));
    board.passEnded();

    assertThat(other.read().waiting()).isEqualTo(1);
    assertThat(other.read().pass()).isEmpty();
  }
}
