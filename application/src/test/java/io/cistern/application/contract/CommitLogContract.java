package io.cistern.application.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.application.port.CommitLog;
import io.cistern.application.port.Compactor.Applied.Switched;
import io.cistern.application.port.HeldLock;
import io.cistern.application.port.Manifest;
import io.cistern.domain.bootstrap.BootstrapProgress.Phase;
import io.cistern.domain.bootstrap.BootstrapStep;
import io.cistern.domain.bootstrap.Walk.Purpose;
import io.cistern.domain.bootstrap.Walk.Tally;
import io.cistern.domain.journal.LogRecord;
import io.cistern.domain.journal.Origin;
import io.cistern.domain.journal.RecordGroup;
import io.cistern.domain.journal.Retirement;
import io.cistern.domain.journal.Sequence;
import io.cistern.domain.manifest.Memo;
import io.cistern.domain.manifest.PathEntry;
import io.cistern.domain.manifest.PathState;
import io.cistern.domain.publish.Outcome;
import io.cistern.domain.publish.StagedContent;
import io.cistern.domain.time.Deadline;
import io.cistern.domain.workspace.EventCursor;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a commit log and the manifest folded from it have to do. */
public abstract class CommitLogContract {
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
  void aFreshLogIsEmpty() {
    exclusively(mirror, held -> {
      assertThat(mirror.log().unretired()).isEmpty();
      assertThat(mirror.manifest().at()).isEqualTo(Sequence.NONE);
      assertThat(mirror.manifest().counts().total()).isZero();
      assertThat(mirror.manifest().bootstrap().phase()).isEqualTo(Phase.NOT_STARTED);
      assertThat(mirror.manifest().watermark()).isEmpty();
    });
  }

  @Test
  void roomIsGivenBackPartByPartAndSetAsideAgain() {
    exclusively(mirror, held -> {
      mirror.log().keepRoom(held);
      int parts = partsGivenBack(held);
      assertThat(mirror.log().giveRoomBack(held)).isFalse();

      mirror.log().keepRoom(held);
      mirror.log().keepRoom(held);
      assertThat(partsGivenBack(held)).isEqualTo(parts);
      assertThat(mirror.log().append(held, List.of(Facts.created("/a")))).hasSize(1);
      Facts.retireAll(mirror.log(), held);
    });
  }

  private int partsGivenBack(HeldLock held) {
    int parts = 0;
    while (mirror.log().giveRoomBack(held)) {
      parts++;
    }
    return parts;
  }

  @Test
  void groupsGetNumbersInOrderAndAreFoldedAtOnce() {
    exclusively(mirror, held -> {
      List<Sequence> numbers = mirror.log().append(held, List.of(Facts.created("/a"), Facts.created("/b")));

      assertThat(numbers).containsExactly(new Sequence(1), new Sequence(2));
      assertThat(mirror.manifest().at()).isEqualTo(new Sequence(2));
      assertThat(mirror.manifest().find("/a")).contains(Facts.placeholder("/a"));
      assertThat(mirror.log().unretired()).extracting(one -> one.committed().at()).isEqualTo(numbers);
      Facts.retireAll(mirror.log(), held);
      assertThat(mirror.log().unretired()).isEmpty();
    });
  }

  @Test
  void aRetirementBringsTheMemoAndOneThatYieldedItsEntry() {
    Memo memo = new Memo(7, 0, 1, 2, false);
    PathEntry conflict =
        Facts.placeholder("/b").withState(PathState.CONFLICT).withReason(Optional.of("a local file has the name"));
    exclusively(mirror, held -> {
      List<Sequence> numbers = mirror.log().append(held, List.of(Facts.created("/a"), Facts.created("/b")));
      mirror.log().retire(held, List.of(
          new Retirement(numbers.get(0), List.of(new Outcome.Published(Facts.path("/a"), Optional.of(memo)))),
          new Retirement(numbers.get(1), List.of(
              new Outcome.Yielded(Facts.path("/b"), Optional.of(conflict), Optional.empty())))));
    });

    for (Manifest manifest : List.of(mirror.manifest(), reopened(mirror).manifest(),
        mirror.reader().read().manifest())) {
      assertThat(manifest.find("/a")).contains(Facts.placeholder("/a").withMemo(Optional.of(memo)));
      assertThat(manifest.find("/b")).contains(conflict);
      assertThat(manifest.counts().of(PathState.CONFLICT)).isEqualTo(1);
    }
  }

  @Test
  void anotherProcessFindsWhatWasCommittedAndWhatIsNotRetired() {
    StagedContent staged = Facts.staged(mirror, "content");
    exclusively(mirror, held -> {
      mirror.log().append(held, List.of(Facts.created("/a")));
      Facts.retireAll(mirror.log(), held);
      mirror.log().append(held, List.of(Facts.filled("/a", staged)));
    });

    MirrorFixture other = mirror.another();
    exclusively(other, held -> {
      assertThat(other.log().unretired()).singleElement().satisfies(one -> {
        assertThat(one.committed().at()).isEqualTo(new Sequence(2));
        assertThat(one.committed().group()).isEqualTo(Facts.filled("/a", staged));
        assertThat(one.before()).containsEntry(Facts.path("/a"), Optional.of(Facts.placeholder("/a")));
      });
      assertThat(other.manifest().stagedName("/a")).contains(staged.name());
      assertThat(other.manifest().isSwitching("/a")).isTrue();
      Facts.retireAll(other.log(), held);
      assertThat(other.manifest().isSwitching("/a")).isFalse();
      assertThat(other.manifest().stagedName("/a")).isEmpty();
    });
    other.close();
    exclusively(mirror, held -> assertThat(mirror.log().unretired()).isEmpty());
  }

  @Test
  void catchingUpSaysWhetherSomebodyElseHasWritten() {
    MirrorFixture other = mirror.another();
    exclusively(other, held -> {});
    exclusively(mirror, held -> {
      mirror.log().append(held, List.of(Facts.created("/a")));
      Facts.retireAll(mirror.log(), held);
    });

    try (HeldLock held = other.lock().acquire(Deadline.NEVER).orElseThrow()) {
      assertThat(other.log().catchUp(held).movedOn()).isTrue();
      assertThat(other.log().catchUp(held).movedOn()).isFalse();
      assertThat(other.manifest().find("/a")).isPresent();
    }
    other.close();
  }

  @Test
  void everyKindOfRecordIsFolded() {
    exclusively(mirror, held -> {
      mirror.log().append(held, List.of(
          new RecordGroup(List.of(
              new LogRecord.Noted(
                  new PathEntry(
                      "not a path", PathState.QUARANTINED, Optional.empty(), Optional.empty(), 0, Optional.empty(),
                      Optional.empty(), Optional.of("cannot be held")),
                  Origin.CLONE),
              new LogRecord.BootstrapMoved(new BootstrapStep.WalkBegan(
                  Purpose.FIRST, Optional.of(new EventCursor("evt_1")), "/", 1)),
              new LogRecord.BootstrapMoved(new BootstrapStep.PageApplied(
                  Optional.empty(), List.of("/d"), new Tally(3, 1, 1, 0), OptionalLong.empty(), Optional.of("/d"),
                  Instant.EPOCH)))),
          new RecordGroup(List.of(
              new LogRecord.Forgotten("not a path", Origin.CLONE),
              new LogRecord.CursorMoved(new EventCursor("evt_9"))))));
      Facts.retireAll(mirror.log(), held);
    });

    for (Manifest manifest : List.of(mirror.manifest(), reopened(mirror).manifest(),
        mirror.reader().read().manifest())) {
      assertThat(manifest.find("not a path")).isEmpty();
      assertThat(manifest.bootstrap().frontier().toList()).containsExactly("/d");
      assertThat(manifest.bootstrap().filesSeen()).isEqualTo(3);
      assertThat(manifest.watermark()).contains(new EventCursor("evt_9"));
    }
  }

  @Test
  void entriesAreWalkedInByteOrderFromAnyPlace() {
    List<String> names = List.of("/a", "/a-b", "/a.c", "/a/x", "/a/y", "/b", "/\uffee", "/\ud83d\ude00");
    exclusively(mirror, held -> {
      mirror.log().append(held, names.reversed().stream().map(Facts::created).toList());
      Facts.retireAll(mirror.log(), held);
    });

    for (Manifest manifest : List.of(mirror.manifest(), reopened(mirror).manifest(),
        mirror.reader().read().manifest())) {
      assertThat(names(manifest, "", "")).isEqualTo(names);
      assertThat(names(manifest, "", "/a.c")).isEqualTo(names.subList(3, 8));
      assertThat(names(manifest, "/a/", "")).containsExactly("/a/x", "/a/y");
      assertThat(names(manifest, "/a/", "/a/x")).containsExactly("/a/y");
      assertThat(names(manifest, "/a/", "/z")).isEmpty();
      assertThat(manifest.withoutPlaceholders("").hasNext()).isFalse();
    }
  }

  @Test
  void foldingKeepsEverything() {
    exclusively(mirror, held -> {
      mirror.log().append(held, List.of(Facts.created("/a"), Facts.created("/b")));
      Facts.retireAll(mirror.log(), held);
      mirror.log().force(held);
      mirror.compactor().snapshot(held, 1)
          .map(snapshot -> mirror.compactor().prepare(snapshot, () -> {}))
          .ifPresent(prepared -> assertThat(mirror.compactor().apply(held, prepared)).isInstanceOf(Switched.class));
    });

    assertThat(names(reopened(mirror).manifest(), "", "")).containsExactly("/a", "/b");
  }

  @Test
  void aReaderSeesWholeGroupsAndSaysWhenRecoveryIsDue() {
    exclusively(mirror, held -> {
      mirror.log().append(held, List.of(Facts.created("/a")));
      assertThat(mirror.reader().read().recoveryDue()).isTrue();
      assertThat(mirror.reader().read().manifest().find("/a")).isPresent();
      Facts.retireAll(mirror.log(), held);
      assertThat(mirror.reader().read().recoveryDue()).isFalse();
    });
  }

  private static MirrorFixture reopened(MirrorFixture mirror) {
    MirrorFixture other = mirror.another();
    exclusively(other, held -> {});
    return other;
  }

  private static void exclusively(MirrorFixture mirror, Consumer<HeldLock> section) {
    try (HeldLock held = mirror.lock().acquire(Deadline.NEVER).orElseThrow()) {
      CommitLog.CaughtUp _ = mirror.log().catchUp(held);
      section.accept(held);
    }
  }

  private static List<String> names(Manifest manifest, String prefix, String after) {
    List<String> names = new ArrayList<>();
    manifest.from(prefix, after).forEachRemaining(entry -> names.add(entry.name()));
    return names;
  }
}
