package io.cistern.application.mutate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cistern.application.concurrent.StopSignal;
import io.cistern.application.inspect.VerifyRequest;
import io.cistern.application.testing.MemoryFaults;
import io.cistern.domain.failure.CisternException;
import io.cistern.domain.failure.Failure;
import io.cistern.domain.manifest.PathEntry;
import io.cistern.domain.manifest.PathState;
import org.junit.jupiter.api.Test;

class MoveFilesTest {
  private final MutateBench files = MutateBench.holding("/a", "/d/b", "/d/e/c");

  @Test
  void aMovedFileIsANewOneAndATombstone() {
    PathEntry before = files.bench.entry("/a");

    assertThat(files.moved("/a", "/n/a2").done()).isEqualTo(1);

    assertThat(files.bench.mirror().visible("/a")).isEmpty();
    assertThat(files.bench.mirror().visible("/n/a2")).contains("content of /a");
    assertThat(files.bench.entry("/n/a2").state()).isEqualTo(PathState.ADDED);
    assertThat(files.bench.entry("/n/a2").revision()).isEmpty();
    assertThat(files.bench.entry("/n/a2").memo()).as("of the file that was moved").isPresent();
    assertThat(files.bench.entry("/a").state()).isEqualTo(PathState.REMOVED);
    assertThat(files.bench.entry("/a").revision()).isEqualTo(before.revision());
    assertThat(files.bench.mirror().trash().kept()).isEmpty();
  }

  @Test
  void aFileThatComesBackToItsNameIsWhatItWas() {
    files.moved("/a", "/b");

    files.moved("/b", "/a");

    assertThat(files.bench.states()).containsEntry("/a", PathState.HYDRATED).doesNotContainKey("/b");
  }

  @Test
  void aDirectoryMovesInOneGroupAndIntoOneThatExists() {
    int appends = files.bench.mirror().appends();

    assertThat(files.moved("/d", "/moved").done()).isEqualTo(2);
    assertThat(files.bench.mirror().appends()).isEqualTo(appends + 1);
    assertThat(files.bench.mirror().visibleNames()).containsExactlyInAnyOrder("/a", "/moved/b", "/moved/e/c");

    files.moved("/a", "/moved");
    files.moved("/moved/e", "/");
    assertThat(files.bench.mirror().visibleNames()).containsExactlyInAnyOrder("/moved/a", "/moved/b", "/e/c");
  }

  @Test
  void anEditThatNobodyHadNoticedMovesAlong() {
    files.bench.mirror().personWrites("/a", "mine");

    files.moved("/a", "/b");

    assertThat(files.bench.mirror().visible("/b")).contains("mine");
    files.bench.verified(VerifyRequest.ALL);
    assertThat(files.bench.states()).containsEntry("/b", PathState.ADDED);
    files.moved("/b", "/a");
    assertThat(files.bench.states()).containsEntry("/a", PathState.MODIFIED);
  }

  @Test
  void whatCannotBeMeantIsRefusedAndNothingMoves() {
    files.alsoPlaceholder("/p");
    files.bench.mirror().personWrites("/mine", "mine");
    int appends = files.bench.mirror().appends();

    refused("/nothing", "/x", "there is no /nothing");
    refused("/a", "/a", "into itself");
    refused("/d", "/d/e/f", "into itself");
    refused("/a", "/mine", "/mine exists already");
    refused("/a", "/p", "/p exists already");
    refused("/p", "/q", "cistern open");
    refused("/a", "/.cistern/x", "no file of a workspace");

    assertThat(files.bench.mirror().appends()).isEqualTo(appends);
    assertThat(files.bench.mirror().visible("/mine")).contains("mine");
  }

  @Test
  void flawF18AMoveThatYieldsLeavesAManifestThatTellsTheTruthOfBothNames() {
    files.bench.mirror().faults().next(MemoryFaults.Point.PUBLISH, 1);
    files.moved("/a", "/b");
    files.bench.mirror().personWrites("/b", "mine");

    files.bench.mirror().commits().catchUp();

    assertThat(files.bench.mirror().visible("/a")).contains("content of /a");
    assertThat(files.bench.mirror().visible("/b")).contains("mine");
    assertThat(files.bench.states()).containsEntry("/a", PathState.HYDRATED).doesNotContainKey("/b");
  }

  private void refused(String from, String to, String why) {
    assertThatThrownBy(() -> files.moveFiles().move(from, to, new StopSignal()))
        .isInstanceOfSatisfying(CisternException.class, refused -> {
          assertThat(refused.failure()).isInstanceOf(Failure.Usage.class);
          assertThat(refused.failure().message()).contains(why);
        });
  }
}
