package io.cistern.application.mutate.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cistern.application.commit.Change;
import io.cistern.application.mutate.ChangeParts;
import io.cistern.application.mutate.group.MutationResult.PathResult;
import io.cistern.application.mutate.group.MutationResult.PathResult.Kind;
import io.cistern.application.port.Manifest;
import io.cistern.application.testing.Bench;
import io.cistern.application.testing.InMemoryMirror;
import io.cistern.application.testing.MemoryFaults.Point;
import io.cistern.application.testing.MemorySpool;
import io.cistern.domain.change.Refusal;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.InvariantViolated;
import io.cistern.domain.journal.RecordGroup;
import io.cistern.domain.manifest.PathState;
import io.cistern.domain.placeholder.Selection;
import io.cistern.domain.workspace.WorkspacePath;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MutationTest {
  private static final WorkspacePath A = path("/a");
  private static final WorkspacePath B = path("/d/b");
  private static final WorkspacePath NEW = path("/d/new/file");

  private final Bench bench = new Bench();
  private final MemorySpool spool = new MemorySpool();

  @BeforeEach
  void mirrorTwoFiles() {
    bench.remote().put("/a", "a");
    bench.remote().put("/d/b", "b");
    bench.cloned();
    bench.hydrated(new Selection.Everything());
  }

  @Test
  void severalPathsAreSwitchedUnderOneNumber() {
    long before = bench.mirror().manifest().at().number();
    try (Mutation mutation = begin(A, B)) {
      write(mutation, A, "changed");
      mutation.remove(B);
      mutation.declare(NEW);
      write(mutation, NEW, "new");

      MutationResult result = mutation.commit();

      assertThat(result).isInstanceOfSatisfying(MutationResult.Committed.class, committed -> {
        assertThat(committed.paths()).extracting(PathResult::kind)
            .containsExactly(Kind.WRITTEN, Kind.REMOVED, Kind.WRITTEN);
        assertThat(committed.at().number()).isEqualTo(before + 1);
      });
    }
    assertThat(bench.mirror().visible("/a")).contains("changed");
    assertThat(bench.mirror().visible("/d/b")).isEmpty();
    assertThat(bench.mirror().visible("/d/new/file")).contains("new");
    assertThat(bench.states()).containsEntry("/a", PathState.MODIFIED).containsEntry("/d/b", PathState.REMOVED)
        .containsEntry("/d/new/file", PathState.ADDED);
    assertThat(spool.openRooms()).isZero();
  }

  @Test
  void whatIsNotCommittedIsThrownAway() {
    try (Mutation mutation = begin(A)) {
      write(mutation, A, "changed");
    }

    assertThat(bench.mirror().visible("/a")).contains("a");
    assertThat(spool.openRooms()).isZero();
  }

  @Test
  void onlyWhatIsDeclaredIsTouched() {
    try (Mutation mutation = begin(A)) {
      assertThatThrownBy(() -> mutation.write(B)).isInstanceOf(InvariantViolated.class);
      assertThatThrownBy(() -> mutation.remove(B)).isInstanceOf(InvariantViolated.class);
      assertThatThrownBy(() -> mutation.read(B)).isInstanceOf(InvariantViolated.class);
    }
  }

  @Test
  void theViewShowsWhatWasWrittenAndBeforeThatTheMirror() throws IOException {
    try (Mutation mutation = begin(A, B)) {
      assertThat(read(mutation, A)).contains("a");
      write(mutation, A, "first");
      write(mutation, A, "second");
      assertThat(read(mutation, A)).contains("second");
      mutation.remove(B);
      assertThat(read(mutation, B)).isEmpty();
      assertThat(bench.mirror().visible("/a")).contains("a");
    }
  }

  @Test
  void ifOnePathChangedSinceItWasDeclaredNothingHappens() {
    try (Mutation mutation = begin(A, B)) {
      write(mutation, A, "changed");
      write(mutation, B, "changed");
      bench.mirror().personWrites("/d/b", "by a person");

      MutationResult result = mutation.commit();

      assertThat(result).isInstanceOfSatisfying(MutationResult.Refused.class, refused -> {
        assertThat(refused.conflicts()).hasSize(1);
        assertThat(refused.conflicts().getFirst().path()).isEqualTo(B);
        assertThat(refused.conflicts().getFirst().reason()).isEqualTo(Refusal.CHANGED_HERE);
      });
    }
    assertThat(bench.mirror().visible("/a")).contains("a");
    assertThat(bench.mirror().visible("/d/b")).contains("by a person");
    bench.mirror().commits().close();
    assertThat(bench.mirror().stagedNames()).isEmpty();
  }

  @Test
  void ifAnotherMutationCameFirstNothingHappens() {
    try (Mutation late = begin(A); Mutation early = begin(A)) {
      write(late, A, "late");
      write(early, A, "early");
      assertThat(early.commit()).isInstanceOf(MutationResult.Committed.class);

      assertThat(late.commit()).isInstanceOf(MutationResult.Refused.class);
    }
    assertThat(bench.mirror().visible("/a")).contains("early");
  }

  @Test
  void namesThatCannotBeHadAreRefusedBeforeAnythingIsStaged() {
    try (Mutation mutation = begin(path("/a/below"), path("/d"))) {
      write(mutation, path("/a/below"), "x");
      write(mutation, path("/d"), "x");

      assertThat(mutation.commit()).isInstanceOfSatisfying(
          MutationResult.Refused.class, refused -> assertThat(refused.conflicts()).hasSize(2)
              .allSatisfy(conflict -> assertThat(conflict.reason()).isEqualTo(Refusal.NAME_TAKEN)));
    }
  }

  @Test
  void nothingAskedForIsNothing() {
    try (Mutation mutation = begin(A)) {
      assertThat(mutation.commit()).isEqualTo(new MutationResult.Nothing());
      assertThatThrownBy(mutation::commit).isInstanceOf(InvariantViolated.class);
    }
    try (Mutation mutation = begin(A, path("/none"))) {
      write(mutation, A, "a");
      mutation.remove(path("/none"));
      assertThat(mutation.commit()).isEqualTo(new MutationResult.Nothing());
    }
  }

  @Test
  void aPlaceholderAndALocalFileMayGoAnUnnoticedEditMayNot() {
    bench.remote().put("/placeholder", "x");
    bench.cloned();
    try (Mutation mutation = begin(NEW)) {
      write(mutation, NEW, "new");
      mutation.commit();
    }
    bench.mirror().personWrites("/a", "by a person");
    try (Mutation mutation = begin(NEW, path("/placeholder"))) {
      mutation.remove(NEW);
      mutation.remove(path("/placeholder"));
      assertThat(mutation.commit()).isInstanceOf(MutationResult.Committed.class);
    }
    try (Mutation mutation = begin(A)) {
      mutation.remove(A);
      assertThat(mutation.commit()).isInstanceOf(MutationResult.Refused.class);
    }
    assertThat(bench.states()).doesNotContainKey("/d/new/file").containsEntry("/placeholder", PathState.REMOVED);
    assertThat(bench.mirror().visible("/a")).contains("by a person");
  }

  @Test
  void aFailureAfterTheCommitIsAWarningAndTheNextOneFinishes() {
    bench.mirror().faults().next(Point.PUBLISH, 1);
    try (Mutation mutation = begin(A)) {
      write(mutation, A, "changed");

      assertThat(mutation.commit()).isInstanceOfSatisfying(
          MutationResult.Committed.class, committed -> assertThat(committed.warning()).isPresent());
    }
    bench.mirror().commits().catchUp();
    assertThat(bench.mirror().visible("/a")).contains("changed");
  }

  @Test
  void aCommitThatCannotBeWrittenIsThrownAndNothingHappened() {
    bench.mirror().faults().next(Point.APPEND, 1);
    try (Mutation mutation = begin(A)) {
      write(mutation, A, "changed");
      assertThatThrownBy(mutation::commit).isInstanceOf(CisternException.class);
    }
    assertThat(bench.mirror().visible("/a")).contains("a");
  }

  @Test
  void underTheMirrorLockItIsAnError() {
    bench.mirror().commits().commit(new Change() {
      @Override
      public Set<String> names() {
        return Set.of();
      }

      @Override
      public Optional<RecordGroup> decide(Manifest manifest) {
        assertThatThrownBy(() -> begin(A)).isInstanceOf(InvariantViolated.class);
        return Optional.empty();
      }
    });
  }

  private Mutation begin(WorkspacePath... paths) {
    InMemoryMirror mirror = bench.mirror();
    return new Mutation(mirror.commits(), new ChangeParts(
        mirror.manifest(), InMemoryMirror.identity(), mirror.tree(), mirror.staging(), spool, bench.clock(),
        bench.pauses())).declare(paths);
  }

  private static void write(Mutation mutation, WorkspacePath path, String text) {
    try (OutputStream out = mutation.write(path)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static Optional<String> read(Mutation mutation, WorkspacePath path) throws IOException {
    Optional<InputStream> opened = mutation.read(path);
    if (opened.isEmpty()) {
      return Optional.empty();
    }
    try (InputStream in = opened.get()) {
      return Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  private static WorkspacePath path(String name) {
    return WorkspacePath.parse(name).orElseThrow();
  }
}
