package io.cistern.application.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cistern.application.concurrent.StopSignal;
import io.cistern.application.inspect.LocalChanges.Kind;
import io.cistern.application.inspect.LocalChanges.LocalChange;
import io.cistern.application.port.Progress;
import io.cistern.application.testing.Bench;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.manifest.PathState;
import io.cistern.domain.placeholder.Selection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LocalChangesTest {
  private final Bench bench = new Bench();

  @BeforeEach
  void aMirrorWithThreeFilesHereAndOneNot() {
    for (String name : List.of("/a", "/b", "/c")) {
      bench.remote().put(name, "content of " + name);
    }
    bench.cloned();
    bench.hydrated(new Selection.Everything());
    bench.remote().put("/p", "placeholder");
    bench.cloned();
    bench.verified(VerifyRequest.ALL);
  }

  @Test
  void writesNothingDownWhereNothingLooksDifferent() {
    int appends = bench.mirror().appends();

    assertThat(record()).isZero();

    assertThat(bench.mirror().appends()).isEqualTo(appends);
    assertThat(listed()).isEmpty();
  }

  @Test
  void recordsEditsAndMissingFilesOnce() {
    bench.mirror().personWrites("/a", "mine");
    bench.mirror().personRemoves("/b");

    assertThat(record()).isEqualTo(2);

    assertThat(bench.states()).containsEntry("/a", PathState.MODIFIED).containsEntry("/b", PathState.HYDRATED);
    assertThat(listed())
        .containsExactly(new LocalChange("/a", Kind.MODIFIED), new LocalChange("/b", Kind.MISSING));
    bench.clock().advance(Duration.ofSeconds(1));
    int early = bench.mirror().appends();
    assertThat(record()).as("a later look at the same edit is no finding").isZero();
    int appends = bench.mirror().appends();
    assertThat(appends).as("though it is remembered, being proof").isGreaterThan(early);
    assertThat(record()).isZero();
    assertThat(bench.mirror().appends()).isEqualTo(appends);
  }

  @Test
  void aFileThatIsBackIsMissingNoMore() {
    bench.mirror().personWrites("/a", "mine");
    bench.mirror().personRemoves("/b");
    record();
    bench.mirror().personRemoves("/a");
    record();
    assertThat(listed()).extracting(LocalChange::kind).containsExactly(Kind.MISSING, Kind.MISSING);

    bench.mirror().personWrites("/a", "mine again");
    bench.mirror().personWrites("/b", "content of /b");
    record();

    assertThat(listed()).containsExactly(new LocalChange("/a", Kind.MODIFIED));
    bench.mirror().personWrites("/a", "content of /a");
    record();
    assertThat(listed()).isEmpty();
    assertThat(bench.states()).containsEntry("/a", PathState.HYDRATED);
  }

  @Test
  void anEditThatIsRecordedMeetsTheRemoteChangeAsAConflict() {
    bench.mirror().personWrites("/a", "mine");
    bench.remote().put("/a", "theirs");
    bench.remote().put("/c", "theirs");

    record();
    bench.cloned();

    assertThat(bench.mirror().visible("/a")).contains("mine");
    assertThat(bench.mirror().visible("/c")).contains("theirs");
    assertThat(bench.remote().requests("file")).as("no content is read for what is kept").isEqualTo(4);
    assertThat(listed()).containsExactly(new LocalChange("/a", Kind.CONFLICT));
  }

  @Test
  void aMissingFileIsNoRemovalAndNoObstacle() {
    bench.mirror().personRemoves("/a");
    bench.mirror().personRemoves("/b");
    bench.remote().put("/a", "theirs");
    bench.remote().delete("/b");

    record();
    bench.cloned();

    assertThat(bench.states()).containsEntry("/a", PathState.HYDRATED).doesNotContainKey("/b");
    assertThat(listed()).containsExactly(new LocalChange("/a", Kind.MISSING));
    assertThat(bench.remote().contents()).containsKey("/a");
  }

  @Test
  void stopsBetweenTwoFiles() {
    StopSignal stop = new StopSignal();
    stop.stop();

    assertThatThrownBy(() -> bench.localChanges().record(Progress.silent(), stop)).isInstanceOf(CisternException.class);
  }

  private long record() {
    return bench.localChanges().record(Progress.silent(), new StopSignal());
  }

  private List<LocalChange> listed() {
    List<LocalChange> changes = new ArrayList<>();
    assertThat(bench.localChanges().list(changes::add)).isEqualTo(changes.size());
    return changes;
  }
}
