package io.cistern.application.hydrate;

import static org.assertj.core.api.Assertions.assertThat;

import io.cistern.application.commit.Change;
import io.cistern.application.concurrent.StopSignal;
import io.cistern.application.inspect.VerifyRequest;
import io.cistern.application.port.Manifest;
import io.cistern.application.port.Progress;
import io.cistern.application.testing.Bench;
import io.cistern.domain.journal.LogRecord;
import io.cistern.domain.journal.Origin;
import io.cistern.domain.journal.RecordGroup;
import io.cistern.domain.manifest.PathEntry;
import io.cistern.domain.manifest.PathState;
import io.cistern.domain.placeholder.DehydrationOutcome;
import io.cistern.domain.placeholder.Keep;
import io.cistern.domain.placeholder.Selection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DehydrateTest {
  private final Bench bench = new Bench();

  @BeforeEach
  void everythingIsHere() {
    bench.remote().put("/README.md", "read me");
    bench.remote().put("/docs/a.md", "alpha");
    bench.remote().put("/docs/b.txt", "beta");
    bench.remote().put("/empty", "");
    bench.cloned();
    bench.hydrated(new Selection.Everything());
  }

  @Test
  void cleanFilesGoBackToPlaceholdersAndComeAgain() {
    assertThat(bench.dehydrated("/docs/a.md")).containsExactly(
        Map.entry("/docs/a.md", new DehydrationOutcome.Dehydrated(5)));

    assertThat(bench.states()).containsEntry("/docs/a.md", PathState.PLACEHOLDER);
    assertThat(bench.mirror().visible("/docs/a.md")).contains("");
    assertThat(bench.mirror().manifest().counts().hydratedBytes()).isEqualTo("read me".length() + "beta".length());
    assertThat(bench.mirror().stagedNames()).isEmpty();

    bench.hydrated(new Selection.Named(List.of("/docs/a.md")));
    assertThat(bench.mirror().visible("/docs/a.md")).contains("alpha");
  }

  @Test
  void takesFilesDirectoriesAndGlobsAndNamesWhatMatchesNothing() {
    assertThat(bench.dehydrated("/docs").keySet()).containsExactly("/docs/a.md", "/docs/b.txt");
    bench.hydrated(new Selection.Everything());
    assertThat(bench.dehydrated("*.md").keySet()).containsExactly("/README.md", "/docs/a.md");
    DehydrateReport report =
        bench.dehydrate().dehydrate(List.of("/nothing"), item -> {}, Progress.silent(), new StopSignal());
    assertThat(report.unmatched()).containsExactly("/nothing");
    assertThat(report.candidates()).isZero();
  }

  @Test
  void asksTheRemoteNothing() {
    bench.remote().dies();

    assertThat(bench.dehydrated("/docs").values()).hasOnlyElementsOfType(DehydrationOutcome.Dehydrated.class);
  }

  @Test
  void anEditNobodyHasLookedAtIsWrittenDownAndKept() {
    bench.mirror().personWrites("/docs/a.md", "mine");

    assertThat(bench.dehydrated("/docs/a.md")).containsValue(new DehydrationOutcome.Kept(Keep.EDITED));

    assertThat(bench.states()).containsEntry("/docs/a.md", PathState.MODIFIED);
    assertThat(bench.mirror().visible("/docs/a.md")).contains("mine");
    assertThat(bench.dehydrated("/docs/a.md")).containsValue(new DehydrationOutcome.Kept(Keep.LOCAL_CHANGES));
  }

  @Test
  void bytesThatRottedAreKeptAndNotCalledAnEdit() {
    bench.verified(VerifyRequest.ALL);
    bench.mirror().rots("/docs/a.md", "alphx");

    assertThat(bench.dehydrated("/docs/a.md")).containsValue(new DehydrationOutcome.Kept(Keep.DAMAGED));

    assertThat(bench.states()).containsEntry("/docs/a.md", PathState.HYDRATED);
    assertThat(bench.mirror().visible("/docs/a.md")).contains("alphx");
  }

  @Test
  void whatIsEmptyPinnedMissingOrWrittenToStays() {
    bench.pinPaths().pin(List.of("/docs/a.md"));
    bench.mirror().personOpensToWrite("/docs/b.txt");
    bench.mirror().personRemoves("/README.md");

    assertThat(bench.dehydrated("**")).containsExactlyInAnyOrderEntriesOf(Map.of(
        "/docs/a.md", new DehydrationOutcome.Kept(Keep.PINNED),
        "/docs/b.txt", new DehydrationOutcome.Kept(Keep.IN_USE),
        "/README.md", new DehydrationOutcome.Kept(Keep.MISSING),
        "/empty", new DehydrationOutcome.Kept(Keep.EMPTY)));
  }

  @Test
  void aFileTheRemoteNoLongerListsStays() {
    var listed = bench.entry("/docs/a.md");
    bench.mirror().commits().commit(new Change() {
      @Override
      public Set<String> names() {
        return Set.of(listed.name());
      }

      @Override
      public Optional<RecordGroup> decide(Manifest manifest) {
        return Optional.of(RecordGroup.of(new LogRecord.Noted(
            new PathEntry(
                listed.name(), listed.state(), Optional.empty(), listed.hash(), listed.size(), listed.updatedAt(),
                listed.memo(), Optional.of("missing remotely")),
            Origin.REMOTE_UPDATE)));
      }
    });

    assertThat(bench.dehydrated("/docs/a.md")).containsValue(new DehydrationOutcome.Kept(Keep.NOT_ON_REMOTE));
  }

  @Test
  void saysWhatItWouldDoWithoutAChange() {
    bench.pinPaths().pin(List.of("/docs/a.md"));
    List<DehydrateItem> told = new ArrayList<>();

    List<String> unmatched = bench.dehydrate().plan(List.of("/docs", "/x"), told::add);

    assertThat(told).extracting(DehydrateItem::outcome).containsExactly(
        new DehydrationOutcome.Kept(Keep.PINNED), new DehydrationOutcome.Dehydrated(4));
    assertThat(unmatched).containsExactly("/x");
    assertThat(bench.states()).containsEntry("/docs/b.txt", PathState.HYDRATED);
  }

  @Test
  void theLogSaysWhoAskedForIt() {
    bench.dehydrated("/docs/a.md");

    assertThat(bench.mirror().records()).last().isInstanceOfSatisfying(
        LogRecord.Switched.class, switched -> assertThat(switched.origin()).isEqualTo(Origin.DEHYDRATE));
  }
}
