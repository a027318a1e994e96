package io.cistern.application.commit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cistern.application.port.HeldLock;
import io.cistern.application.port.Manifest;
import io.cistern.application.testing.InMemoryMirror;
import io.cistern.application.testing.Latches;
import io.cistern.application.testing.ManualClock;
import io.cistern.application.testing.MemoryFaults.Point;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.failure.InvariantViolated;
import io.cistern.domain.journal.LogRecord;
import io.cistern.domain.journal.Origin;
import io.cistern.domain.journal.RecordGroup;
import io.cistern.domain.manifest.PathEntry;
import io.cistern.domain.manifest.PathState;
import io.cistern.domain.publish.Expected;
import io.cistern.domain.publish.Outcome;
import io.cistern.domain.publish.Publication;
import io.cistern.domain.publish.StagedContent;
import io.cistern.domain.publish.Target;
import io.cistern.domain.time.Deadline;
import io.cistern.domain.workspace.WorkspacePath;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CommitsTest {
  private final ManualClock clock = new ManualClock();
  private final InMemoryMirror mirror = new InMemoryMirror(clock);
  private final Commits commits = mirror.commits();

  @Test
  void independentChangesShareOneAppendAndKeepTheirOwnResults() {
    List<CommitResult> results =
        commits.commitAll(List.of(placeholder("/a"), nothing("/b"), placeholder("/c")));

    assertThat(mirror.appends()).isEqualTo(1);
    assertThat(results.get(0)).isInstanceOfSatisfying(
        CommitResult.Done.class, done -> assertThat(done.outcomes()).hasSize(1));
    assertThat(results.get(1)).isEqualTo(new CommitResult.Nothing());
    assertThat(results.get(2)).isInstanceOf(CommitResult.Done.class);
    assertThat(mirror.visibleNames()).containsExactlyInAnyOrder("/a", "/c");
  }

  @Test
  void aChangeThatSharesANameWaitsForTheNextBatchAndSeesTheFirst() {
    StagedContent staged = stage("content");

    List<CommitResult> results = commits.commitAll(List.of(placeholder("/a"), fill("/a", staged)));

    assertThat(mirror.appends()).isEqualTo(2);
    assertThat(results).hasOnlyElementsOfType(CommitResult.Done.class);
    assertThat(mirror.visible("/a")).contains("content");
  }

  @Test
  void aLargeNumberOfChangesIsCarriedInBoundedBatches() {
    List<Change> changes =
        IntStream.range(0, 600).mapToObj(i -> placeholder("/f" + i)).toList();

    assertThat(commits.commitAll(changes)).hasSize(600).hasOnlyElementsOfType(CommitResult.Done.class);
    assertThat(mirror.appends()).isEqualTo(3);
  }

  @Test
  void noChangesAtAllTakeNoLock() {
    assertThat(commits.commitAll(List.of())).isEmpty();
    assertThat(mirror.appends()).isZero();
  }

  @Test
  void whatAPersonHasUnderTheNameKeepsItAndTheManifestSaysSo() {
    mirror.personWrites("/a", "mine");

    CommitResult result = commits.commit(placeholder("/a"));

    assertThat(((CommitResult.Done) result).outcomes()).hasOnlyElementsOfType(Outcome.Yielded.class);
    assertThat(mirror.manifest().find("/a")).hasValueSatisfying(
        entry -> assertThat(entry.state()).isEqualTo(PathState.CONFLICT));
    assertThat(mirror.visible("/a")).contains("mine");
  }

  @Test
  void whatWasStagedAndIsGoneHasToBePreparedAgain() {
    commits.commit(placeholder("/a"));
    StagedContent staged = stage("content");
    mirror.loseStaging();

    assertThat(commits.commit(fill("/a", staged))).isEqualTo(new CommitResult.StagingLost());
    assertThat(mirror.manifest().find("/a")).hasValueSatisfying(
        entry -> assertThat(entry.state()).isEqualTo(PathState.PLACEHOLDER));
  }

  @Test
  void theStagedFileIsGoneOnceItsRetirementIsForced() {
    commits.commit(placeholder("/a"));
    commits.commit(fill("/a", stage("content")));

    commits.close();

    assertThat(mirror.stagedNames()).isEmpty();
  }

  @Test
  void anAppendThatFailsCommitsNothingAndTheNextOneMay() {
    mirror.faults().next(Point.APPEND, 1);

    assertThatThrownBy(() -> commits.commit(placeholder("/a"))).isInstanceOfSatisfying(
        CisternException.class, e -> assertThat(e.failure()).isInstanceOf(Failure.LocalDiskFull.class));

    assertThat(mirror.visibleNames()).isEmpty();
    assertThat(commits.commit(placeholder("/a"))).isInstanceOf(CommitResult.Done.class);
  }

  @Test
  void aBatchThatFindsNoRoomIsCommittedOneByOne() {
    mirror.faults().next(Point.APPEND, 2);

    assertThatThrownBy(() -> commits.commitAll(List.of(placeholder("/a"), placeholder("/b"), placeholder("/c"))))
        .isInstanceOfSatisfying(
            CisternException.class, e -> assertThat(e.failure()).isInstanceOf(Failure.LocalDiskFull.class));

    assertThat(mirror.visibleNames()).containsExactlyInAnyOrder("/b", "/c");
  }

  @Test
  void aNameThatCannotBeSwitchedIsCommittedAndFinishedByTheNextSection() {
    mirror.faults().next(Point.PUBLISH, 1);

    assertThat(commits.commit(placeholder("/a"))).isInstanceOf(CommitResult.Unpublished.class);
    assertThat(mirror.visibleNames()).isEmpty();
    commits.catchUp();

    assertThat(mirror.visibleNames()).containsExactly("/a");
    assertThat(mirror.recoveries()).hasSize(1).first().isEqualTo(new Recovery(1, 0, List.of()));
  }

  @Test
  void anotherProcessFinishesWhatThisOneCommitted() {
    mirror.faults().next(Point.PUBLISH, 1);
    commits.commit(placeholder("/a"));
    InMemoryMirror other = mirror.another();

    assertThat(other.commits().commit(placeholder("/b"))).isInstanceOf(CommitResult.Done.class);

    assertThat(mirror.visibleNames()).containsExactlyInAnyOrder("/a", "/b");
    assertThat(other.recoveries()).hasSize(1);
  }

  @Test
  void aChangeOfANameThatIsCommittedAndNotPublishedWaitsUntilItIs() {
    StagedContent staged = stage("content");
    mirror.faults().next(Point.PUBLISH, 1);

    List<CommitResult> results =
        commits.commitAll(List.of(placeholder("/a"), fill("/a", staged), placeholder("/b")));

    assertThat(results.get(0)).isInstanceOf(CommitResult.Unpublished.class);
    assertThat(results.get(1)).isInstanceOf(CommitResult.Done.class);
    assertThat(results.get(2)).isInstanceOf(CommitResult.Done.class);
    assertThat(mirror.visible("/a")).contains("content");
  }

  @Test
  void aChangeThatRefusesToDecideHarmsNobodyElse() {
    Change refusing = change("/bad", manifest -> {
      throw new IllegalStateException("refused");
    });

    Thread[] threads = new Thread[2];
    CommitResult[] results = new CommitResult[1];
    threads[0] = Thread.ofPlatform().start(
        () -> assertThatThrownBy(() -> commits.commit(refusing)).hasMessage("refused"));
    threads[1] = Thread.ofPlatform().start(() -> results[0] = commits.commit(placeholder("/good")));
    join(threads);

    assertThat(results[0]).isInstanceOf(CommitResult.Done.class);
  }

  @Test
  void aLeaderThatFailsLeavesNoWaiterHanging() {
    CountDownLatch deciding = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    List<Object> ends = Collections.synchronizedList(new ArrayList<>());
    Change bug = change("/bug", manifest -> {
      deciding.countDown();
      Latches.await(goOn);
      throw new InvariantViolated("planted");
    });
    Thread leader = Thread.ofPlatform().start(() -> ends.add(end(bug)));
    Latches.await(deciding);
    Thread[] waiters = IntStream.range(0, 8)
        .mapToObj(i -> Thread.ofPlatform().start(() -> ends.add(end(placeholder("/w" + i)))))
        .toArray(Thread[]::new);
    goOn.countDown();
    join(leader);
    join(waiters);

    assertThat(ends).hasSize(9);
    assertThat(mirror.manifest().counts().total()).isEqualTo(8);
  }

  @Test
  void aLeaderIsNotTroubledByTheChangesItCarries() {
    CountDownLatch deciding = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    List<Object> ends = Collections.synchronizedList(new ArrayList<>());
    Thread first = Thread.ofPlatform().start(() -> end(change("/first", manifest -> {
      deciding.countDown();
      Latches.await(goOn);
      return Optional.empty();
    })));
    Latches.await(deciding);
    mirror.faults().after(Point.APPEND, 1, 1);
    Thread[] both = {
        Thread.ofPlatform().start(() -> ends.add(end(placeholder("/a")))),
        Thread.ofPlatform().start(() -> ends.add(end(placeholder("/b")))),
    };
    goOn.countDown();
    join(first);
    join(both);

    long failed = ends.stream().filter(CisternException.class::isInstance).count();
    assertThat(failed + mirror.manifest().counts().total()).as("done is told as done, failed as failed").isEqualTo(2);
  }

  @Test
  void manyThreadsCommitEachChangeExactlyOnce() {
    Thread[] threads = IntStream.range(0, 8)
        .mapToObj(t -> Thread.ofPlatform().start(() -> IntStream.range(0, 50).forEach(
            i -> assertThat(commits.commit(placeholder("/t" + t + "-" + i))).isInstanceOf(CommitResult.Done.class))))
        .toArray(Thread[]::new);
    join(threads);

    assertThat(mirror.records()).hasSize(400);
    assertThat(mirror.visibleNames()).hasSize(400);
  }

  @Test
  void aMirrorHeldByAnotherProcessIsInUse() {
    try (HeldLock _ = mirror.another().lock().acquire(Deadline.NEVER).orElseThrow()) {
      Thread asking = Thread.ofPlatform().start(
          () -> assertThat(end(placeholder("/a"))).isInstanceOfSatisfying(CisternException.class,
              e -> assertThat(e.failure()).isInstanceOf(Failure.MirrorInUse.class)));
      join(asking);
    }
    assertThat(commits.commit(placeholder("/a"))).isInstanceOf(CommitResult.Done.class);
  }

  @Test
  void theLockIsKnownToBeHeldWhileAChangeDecidesAndNotAfter() {
    boolean[] held = new boolean[1];
    commits.commit(change("/a", manifest -> {
      held[0] = Commits.heldHere();
      return Optional.empty();
    }));

    assertThat(held[0]).isTrue();
    assertThat(Commits.heldHere()).isFalse();
  }

  @Test
  void stagingOfADeadProcessIsReapedAndOfALivingOneIsNot() {
    InMemoryMirror dead = mirror.another();
    dead.staging().stage(bytes("dead"), clock.instant(), Deadline.NEVER);
    dead.staging().close();
    InMemoryMirror living = mirror.another();
    StagedContent kept = living.staging().stage(bytes("alive"), clock.instant(), Deadline.NEVER);

    commits.catchUp();

    assertThat(mirror.stagedNames()).containsExactly(kept.name());
    assertThat(mirror.recoveries()).contains(new Recovery(0, 1, List.of()));
  }

  private Object end(Change change) {
    try {
      return commits.commit(change);
    } catch (RuntimeException | Error thrown) {
      return thrown;
    }
  }

  private static void join(Thread... threads) {
    for (Thread thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException interrupted) {
        throw new IllegalStateException(interrupted);
      }
    }
  }

  private StagedContent stage(String text) {
    return mirror.staging().stage(bytes(text), clock.instant(), Deadline.NEVER);
  }

  private static ByteArrayInputStream bytes(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  private static Change nothing(String name) {
    return change(name, manifest -> Optional.empty());
  }

  private static Change placeholder(String name) {
    Publication publication = new Publication(path(name), new Expected.Absent(), new Target.Placeholder());
    return change(name, manifest -> Optional.of(RecordGroup.of(
        new LogRecord.Switched(publication, Optional.of(entry(name, PathState.PLACEHOLDER)), Origin.CLONE))));
  }

  private static Change fill(String name, StagedContent staged) {
    Publication publication = new Publication(path(name), new Expected.Placeholder(), new Target.Bytes(staged));
    PathEntry after = new PathEntry(
        name, PathState.HYDRATED, Optional.empty(), Optional.of(staged.hash()), staged.size(), Optional.empty(),
        Optional.empty(), Optional.empty());
    return change(name, manifest -> manifest.find(name).map(known -> RecordGroup.of(
        new LogRecord.Switched(publication, Optional.of(after), Origin.HYDRATE))));
  }

  private static Change change(String name, Function<Manifest, Optional<RecordGroup>> decide) {
    return new Change() {
      @Override
      public Set<String> names() {
        return Set.of(name);
      }

      @Override
      public Optional<RecordGroup> decide(Manifest manifest) {
        return decide.apply(manifest);
      }
    };
  }

  private static PathEntry entry(String name, PathState state) {
    return new PathEntry(
        name, state, Optional.empty(), Optional.empty(), 0, Optional.empty(), Optional.empty(), Optional.empty());
  }

  private static WorkspacePath path(String name) {
    return WorkspacePath.parse(name).orElseThrow();
  }
}
