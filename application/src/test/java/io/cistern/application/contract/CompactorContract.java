package io.cistern.application.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cistern.application.port.CommitLog;
import io.cistern.application.port.Compactor.Applied;
import io.cistern.application.port.Compactor.Prepared;
import io.cistern.application.port.Compactor.Snapshot;
import io.cistern.application.port.HeldLock;
import io.cistern.domain.compaction.CompactionEnd;
import io.cistern.domain.compaction.CompactionEvent;
import io.cistern.domain.compaction.CompactionNotes;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.journal.Sequence;
import io.cistern.domain.time.Deadline;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What compacting has to do to a mirror, and what not. */
public abstract class CompactorContract {
  private static final Instant NOW = Instant.parse("2026-03-04T05:06:07Z");

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
  void thereIsNothingToDoWithoutAGroup() {
    assertThat(snapshot(mirror)).isEmpty();
    assertThat(mirror.compactor().size().groups()).isZero();
  }

  @Test
  void thereIsNothingToDoWhileAGroupIsNotRetired() {
    Optional<Snapshot> snapshot = exclusively(mirror, held -> {
      mirror.log().append(held, List.of(Facts.created("/a")));
      return mirror.compactor().snapshot(held, 1);
    });

    assertThat(snapshot).isEmpty();
  }

  @Test
  void afterItEverythingIsThereAndNothingIsLeftToDo() {
    commit(mirror, "/a", "/b", "/c");

    Applied applied = apply(mirror, prepared(mirror));

    assertThat(applied).isInstanceOfSatisfying(
        Applied.Switched.class,
        done -> assertThat(done.result().firstKept()).as("one recent group").isLessThanOrEqualTo(new Sequence(3)));
    assertThat(snapshot(mirror)).isEmpty();
    assertThat(names(mirror)).containsExactly("/a", "/b", "/c");
    assertThat(names(reopened(mirror))).containsExactly("/a", "/b", "/c");
    assertThat(mirror.compactor().leftBehind()).isEmpty();
  }

  @Test
  void whatIsCommittedMeanwhileStays() {
    commit(mirror, "/a");
    Snapshot snapshot = snapshot(mirror).orElseThrow();
    commit(mirror, "/b");
    Prepared prepared = mirror.compactor().prepare(snapshot, () -> {});
    commit(mirror, "/c");

    assertThat(apply(mirror, prepared)).isInstanceOf(Applied.Switched.class);

    commit(mirror, "/d");
    assertThat(names(mirror)).containsExactly("/a", "/b", "/c", "/d");
    assertThat(names(reopened(mirror))).containsExactly("/a", "/b", "/c", "/d");
    assertThat(mirror.compactor().size().groups()).isEqualTo(3);
  }

  @Test
  void aResultIsRefusedWhenAnotherOneWasAppliedSince() {
    commit(mirror, "/a");
    Prepared first = prepared(mirror);
    Prepared second = prepared(mirror);
    assertThat(apply(mirror, second)).isInstanceOf(Applied.Switched.class);

    assertThat(apply(mirror, first)).isInstanceOf(Applied.Stale.class);

    assertThat(names(reopened(mirror))).containsExactly("/a");
    assertThat(mirror.compactor().leftBehind()).isEmpty();
  }

  @Test
  void aResultIsAppliedByAnotherProcessThatFindsIt() {
    commit(mirror, "/a");
    Prepared left = prepared(mirror);
    MirrorFixture other = reopened(mirror);

    assertThat(other.compactor().anyLeftBehind()).isTrue();
    List<Prepared> found = other.compactor().leftBehind();

    assertThat(found).hasSize(1);
    assertThat(found.getFirst()).isEqualTo(left);
    assertThat(apply(other, found.getFirst())).isInstanceOf(Applied.Switched.class);
    assertThat(names(reopened(mirror))).containsExactly("/a");
    assertThat(other.compactor().anyLeftBehind()).isFalse();
  }

  @Test
  void whoeverIsCalledToLookAroundMayEndIt() {
    commit(mirror, "/a");
    Snapshot snapshot = snapshot(mirror).orElseThrow();

    assertThatThrownBy(() -> mirror.compactor().prepare(snapshot, () -> {
      throw new CisternException(new Failure.Interrupted("enough"));
    })).isInstanceOf(CisternException.class).hasMessageContaining("enough");

    assertThat(mirror.compactor().leftBehind()).isEmpty();
    assertThat(apply(mirror, prepared(mirror))).isInstanceOf(Applied.Switched.class);
  }

  @Test
  void whatIsDiscardedIsGone() {
    commit(mirror, "/a");
    Prepared prepared = prepared(mirror);

    mirror.compactor().discard(prepared);
    mirror.compactor().discard(prepared);

    assertThat(mirror.compactor().leftBehind()).isEmpty();
    assertThat(mirror.compactor().size().groups()).isEqualTo(1);
  }

  @Test
  void itRemembersWhatItIsTold() {
    assertThat(mirror.compactor().notes()).isEqualTo(CompactionNotes.NONE);
    CompactionNotes notes = CompactionNotes.NONE
        .after(new CompactionEvent.Started(1, false, NOW))
        .after(new CompactionEvent.Ended(
            1, new CompactionEnd.Failed(new Failure.LocalDiskFull("full\\n=é" + "…".repeat(100))), NOW));

    mirror.compactor().note(notes);

    assertThat(reopened(mirror).compactor().notes()).isEqualTo(notes);
  }

  private static Optional<Snapshot> snapshot(MirrorFixture mirror) {
    return exclusively(mirror, held -> mirror.compactor().snapshot(held, 1));
  }

  private static Prepared prepared(MirrorFixture mirror) {
    return mirror.compactor().prepare(snapshot(mirror).orElseThrow(), () -> {});
  }

  private static Applied apply(MirrorFixture mirror, Prepared prepared) {
    return exclusively(mirror, held -> mirror.compactor().apply(held, prepared));
  }

  private static void commit(MirrorFixture mirror, String... paths) {
    for (String path : paths) {
      exclusively(mirror, held -> {
        List<Sequence> numbers = mirror.log().append(held, List.of(Facts.created(path)));
        Facts.retireAll(mirror.log(), held);
        return numbers;
      });
    }
  }

  private static MirrorFixture reopened(MirrorFixture mirror) {
    MirrorFixture other = mirror.another();
    return exclusively(other, held -> other);
  }

  private static <T> T exclusively(MirrorFixture mirror, Function<HeldLock, T> section) {
    try (HeldLock held = mirror.lock().acquire(Deadline.NEVER).orElseThrow()) {
      CommitLog.CaughtUp _ = mirror.log().catchUp(held);
      return section.apply(held);
    }
  }

  private static List<String> names(MirrorFixture mirror) {
    List<String> names = new ArrayList<>();
    mirror.manifest().from("", "").forEachRemaining(entry -> names.add(entry.name()));
    return names;
  }
}
